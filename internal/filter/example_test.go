package filter

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
)

func ExampleParse() {
	query, _ := url.ParseQuery(`kind=meeting&actor=Putin&actor=Уиткофф&from=2025-02&to=2025-04`)
	f, _ := Parse(query, newLibrary())
	fmt.Println(f.Sentence(newLibrary()))
	fmt.Println(f.Canonical())
	// Output:
	// meetings with Vladimir Putin and Steve Witkoff, February to April 2025
	// kind=meeting&actor=vladimir-putin&actor=steve-witkoff&from=2025-02&to=2025-04
}

func ExampleParse_faults() {
	query, _ := url.ParseQuery(`knd=meeting&actor=Dmitry&from=2025-2-3`)
	_, faults := Parse(query, newLibrary())
	for _, f := range faults {
		fmt.Println(f.Parameter, f.Code)
		fmt.Println("  " + f.Detail)
		fmt.Println("  " + f.Hint)
	}
	// Output:
	// knd unknown_parameter
	//   There is no parameter "knd".
	//   Did you mean kind?
	// actor ambiguous_name
	//   "Dmitry" may mean 2 actors.
	//   Write the id: actor=dmitry-peskov (Dmitry Peskov) or actor=kirill-dmitriev (Kirill Dmitriev).
	// from bad_date
	//   "2025-2-3" is not a date or an instant: a month and a day have two digits.
	//   Write from=2025-02-03
}

func ExampleParseText() {
	for _, text := range []string{`"front lines" OR ceasefire -sanction*`, `“Minsk” (II)?`, `!!!`} {
		if t := ParseText(text); t != nil {
			fmt.Println(t)
		} else {
			fmt.Println("nothing to search for")
		}
	}
	// Output:
	// "front lines" OR ceasefire -sanction*
	// Minsk II
	// nothing to search for
}

// packageComment is the text of doc.go.
func packageComment(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\n//", "\n")
}

func TestTheQueriesOfTheGrammarWork(t *testing.T) {
	queries := 0
	for line := range strings.Lines(packageComment(t)) {
		query, _, _ := strings.Cut(strings.TrimSpace(line), "   ")
		name, _, isQuery := strings.Cut(query, "=")
		if !strings.HasPrefix(line, " \t") && !strings.HasPrefix(line, "\t") || !isQuery || order(name) < 0 {
			continue
		}
		queries++
		read(t, query)
	}
	if queries != 5 {
		t.Errorf("%d queries", queries)
	}
}

func TestTheGrammarNamesEveryWholeParameterQualifierAndCode(t *testing.T) {
	comment := packageComment(t)
	words := strings.FieldsFunc(comment, func(r rune) bool { return r != '_' && !isWord(byte(min(r, 127))) })
	known := map[string]bool{}
	for _, w := range words {
		known[w] = true
	}
	for _, p := range Registry() {
		if (!p.List || p.Qualifies != "") && !known[p.Name] {
			t.Errorf("the package comment does not name %s", p.Name)
		}
	}
	sources, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	for _, file := range sources {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range strings.Split(string(text), "p.fault(")[1:] {
			if parts := strings.SplitN(call, ",", 3); len(parts) == 3 && strings.HasPrefix(parts[1], ` "`) {
				codes++
				if code := strings.Trim(parts[1], ` "`); !known[code] {
					t.Errorf("the package comment does not name the code %s of %s", code, file.Name())
				}
			}
		}
	}
	if codes < 25 {
		t.Errorf("only %d codes were seen", codes)
	}
}

func BenchmarkParse(b *testing.B) {
	query, _ := url.ParseQuery("kind=meeting&actor=vladimir-putin&actor=steve-witkoff&topic=crimea&from=2025-02&to=2025-04")
	l := newLibrary()
	b.ReportAllocs()
	for b.Loop() {
		Parse(query, l)
	}
}

func BenchmarkMatch(b *testing.B) {
	for name, query := range map[string]string{
		"clauses": "kind=meeting&actor=vladimir-putin&actor=steve-witkoff&topic=crimea", "dates": "from=2025-02&to=2025-04",
		"instants": "from=2025-02-01T00:00Z", "text": "q=front+lines", "names": "q=уиткофф",
	} {
		b.Run(name, func(b *testing.B) {
			values, _ := url.ParseQuery(query)
			l := newLibrary()
			f, _ := Parse(values, l)
			a := meeting()
			b.ReportAllocs()
			for b.Loop() {
				if !f.Match(a, l) {
					b.Fatal("not found")
				}
			}
		})
	}
}
