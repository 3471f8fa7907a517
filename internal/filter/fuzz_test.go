package filter

import (
	"math/rand/v2"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzParse(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		f.Add(random(r))
	}
	for _, p := range Registry() {
		f.Add(p.Example)
		f.Add(p.Name + "=")
		f.Add(p.Name + `=-"a,b",-c,,"`)
	}
	l := newLibrary()
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		filter, faults := Parse(values, l)
		if (filter == nil) == (len(faults) == 0) {
			t.Fatalf("a filter or faults: %v, %v", filter, faults)
		}
		for _, fault := range faults {
			if fault.Parameter == "" && !values.Has("") || fault.Code == "" || fault.Detail == "" || fault.Hint == "" {
				t.Errorf("incomplete: %+v", fault)
			}
		}
		if filter == nil {
			return
		}
		if filter.Sentence(l) == "" {
			t.Error("no sentence")
		}
		readsBack(t, filter)
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{`"front lines" -peace* OR a`, "OR", "-", `"`, "a OR -b", "ℌ", "a\u0301*", "\u0301 a", "① OR ½", "ǅ ΐ ẞ", "„x“"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q and that to %q", s, folded, again)
		}
		text := ParseText(s)
		if text == nil {
			if len(Tokens(s)) > 0 {
				t.Errorf("%q has tokens and no meaning", s)
			}
			return
		}
		for _, term := range text.Terms {
			for _, p := range term.Any {
				if len(p.Tokens) == 0 || p.Text == "" {
					t.Errorf("%q holds an empty phrase: %+v", s, text)
				}
			}
			if len(term.Any) == 0 {
				t.Errorf("%q holds an empty term: %+v", s, text)
			}
		}
		if diff := cmp.Diff(text, ParseText(text.String())); diff != "" {
			t.Errorf("%q is written %q and read as another (-want +got)\n%s", s, text, diff)
		}
	})
}
