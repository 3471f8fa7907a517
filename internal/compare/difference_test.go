package compare_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
)

func TestTwoStatesDifferWhereTheyDo(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          []compare.Difference
	}{
		"nothing differs, though rows moved": {
			`{"topics":["a","b"],"links":[{"relation":"follows","to":"x"},{"relation":"denies","to":"y"}]}`,
			`{"links":[{"to":"y","relation":"denies"},{"relation":"follows","to":"x"}],"topics":["b","a"]}`,
			[]compare.Difference{}},
		"a text changes by a word": {
			`{"title":"They met in Moscow"}`, `{"title":"They met near Moscow"}`,
			[]compare.Difference{{Path: "title", Change: "changed", Before: "They met in Moscow", After: "They met near Moscow",
				Words: []compare.Word{{Change: "same", Text: "They met"}, {Change: "removed", Text: "in"}, {Change: "added", Text: "near"}, {Change: "same", Text: "Moscow"}}}}},
		"a citation is named by document and teller": {
			`{"citations":[{"document":"s13","by":{"actor":"u"},"grade":"1"},{"document":"s13","grade":"2"}]}`,
			`{"citations":[{"document":"s13","grade":"2"},{"document":"s13","by":{"actor":"u"},"grade":"3"},{"document":"s14"}]}`,
			[]compare.Difference{
				{Path: "citations[s13, u]/grade", Change: "changed", Before: "1", After: "3",
					Words: []compare.Word{{Change: "removed", Text: "1"}, {Change: "added", Text: "3"}}},
				{Path: "citations[s14]", Change: "added", After: map[string]any{"document": "s14"}}}},
		"a row in two roles is two rows": {
			`{"participants":[{"actor":"a","role":"host"},{"actor":"a","role":"chair"}]}`, `{"participants":[{"actor":"a","role":"chair"}]}`,
			[]compare.Difference{{Path: "participants[a, host]", Change: "removed", Before: map[string]any{"actor": "a", "role": "host"}}}},
		"the same value twice is two rows": {
			`{"langs":["en","en"]}`, `{"langs":["en"]}`, []compare.Difference{{Path: "langs[en]", Change: "removed", Before: "en"}}},
		"a value becomes another kind of value": {
			`{"says":{"duration":{"value":90}}}`, `{"says":{"duration":{"value":180}}}`,
			[]compare.Difference{{Path: "says/duration/value", Change: "changed", Before: 90.0, After: 180.0}}},
		"there was nothing before": {``, `{"id":"x"}`, []compare.Difference{{Path: "id", Change: "added", After: "x"}}},
		"there is nothing after":   {`{"id":"x"}`, ``, []compare.Difference{{Path: "id", Change: "removed", Before: "x"}}},
	} {
		got, err := compare.Differences([]byte(c.before), []byte(c.after))
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	if _, err := compare.Differences([]byte("{"), nil); err == nil {
		t.Error("half an object is taken")
	}
}

func TestBothTextsCanBeReadOutOfTheirWords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var words []string
		for range r.IntN(12) {
			words = append(words, string(rune('a'+r.IntN(4))))
		}
		return strings.Join(words, " ")
	}
	for range 2000 {
		a, b := text(), text()
		var before, after []string
		for _, w := range compare.Words(a, b) {
			if w.Change != "added" {
				before = append(before, w.Text)
			}
			if w.Change != "removed" {
				after = append(after, w.Text)
			}
		}
		if strings.Join(before, " ") != a || strings.Join(after, " ") != b {
			t.Fatalf("%q and %q give %v", a, b, compare.Words(a, b))
		}
	}
	long := strings.Repeat("x ", 3000)
	if got := compare.Words(long, "y"); len(got) != 2 {
		t.Errorf("a very long text gives %d runs", len(got))
	}
}
