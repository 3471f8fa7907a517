package filter

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestEveryParameterHasAnExampleThatWorks(t *testing.T) {
	for _, p := range Registry() {
		t.Run(p.Name, func(t *testing.T) {
			if p.Doc == "" || !strings.HasSuffix(p.Doc, ".") {
				t.Errorf("doc is a sentence: %q", p.Doc)
			}
			values, err := url.ParseQuery(p.Example)
			if err != nil {
				t.Fatal(err)
			}
			if !values.Has(p.Name) {
				t.Errorf("the example %q does not use it", p.Example)
			}
			f := read(t, p.Example)
			if reflect.ValueOf(*f).IsZero() {
				t.Errorf("the example %q asks nothing", p.Example)
			}
			if p.Name != "snapshot" && !strings.Contains("&"+f.Canonical(), "&"+p.Name+"=") {
				t.Errorf("%q is written %q", p.Example, f.Canonical())
			}
		})
	}
}

func TestQualifiersNameParameters(t *testing.T) {
	for _, p := range Registry() {
		for name := range strings.SplitSeq(p.Qualifies, ",") {
			if name != "" && order(name) < 0 {
				t.Errorf("%s qualifies %q, which is no parameter", p.Name, name)
			}
		}
	}
}

func TestEveryValueOfAClosedListIsRead(t *testing.T) {
	lists := 0
	for _, p := range Registry() {
		for _, v := range p.Values {
			lists++
			read(t, p.Name+"="+v)
		}
	}
	if lists < 7+4+13+2+9+14+14+13 {
		t.Errorf("only %d values", lists)
	}
}

func TestTheRegistryIsTheCallersOwn(t *testing.T) {
	for _, p := range Registry() {
		for i := range p.Values {
			p.Values[i] = "x"
		}
	}
	read(t, "kind=meeting&match=certain&role=host&status=occurred")
}

func TestThereAre250Countries(t *testing.T) {
	codes := strings.Fields(countries)
	if len(codes) != 250 {
		t.Errorf("%d codes: 249 of ISO 3166-1 and XK", len(codes))
	}
	for i, c := range codes {
		if !isCountry(c) || i > 0 && codes[i-1] >= c {
			t.Errorf("%q is out of order", c)
		}
	}
	for _, c := range []string{"", " ", "UK", "ru", "A", "D A", " AD", "AD AE"} {
		if isCountry(c) {
			t.Errorf("%q is a country", c)
		}
	}
}
