package format

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func testCiting() Citing {
	return Citing{
		Permalink: "https://backchannel.example/v1/events/2025-04-25-putin-witkoff-moscow?snapshot=812&epoch=e1",
		Digest:    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Snapshot:  812,
		Accessed:  time.Date(2026, 11, 25, 10, 15, 30, 999, time.FixedZone("", 3600)),
	}
}

// entry is a BibTeX entry as read back.
type entry struct {
	kind, key string
	fields    map[string]string
}

// readBibTeX reads one entry as BibTeX does: a value in braces ends where they match, whatever stands before one.
func readBibTeX(t *testing.T, s string) entry {
	t.Helper()
	head := regexp.MustCompile(`^@([a-z]+)\{([A-Za-z0-9:-]+)`).FindStringSubmatch(s)
	if head == nil {
		t.Fatalf("no entry begins %q", s)
	}
	e := entry{head[1], head[2], map[string]string{}}
	rest := s[len(head[0]):]
	for strings.HasPrefix(rest, ",") {
		name, value, ok := strings.Cut(strings.TrimLeft(rest[1:], "\n "), " = ")
		if _, twice := e.fields[name]; !ok || twice || !regexp.MustCompile(`^[a-z]+$`).MatchString(name) {
			t.Fatalf("no field of its own at %q", rest)
		}
		end := strings.IndexAny(value, ",\n")
		if value[0] == '{' {
			depth := 0
			end = 1 + strings.IndexFunc(value, func(r rune) bool {
				if r == '{' {
					depth++
				} else if r == '}' {
					depth--
				}
				return depth == 0
			})
			e.fields[name] = value[1 : end-1]
		} else {
			e.fields[name] = value[:end]
		}
		rest = value[end:]
	}
	if rest != "\n}\n" {
		t.Fatalf("the entry ends %q", rest)
	}
	return e
}

// untex reads a field as LaTeX prints it. A character that LaTeX would obey is a fault.
func untex(t *testing.T, s string) string {
	t.Helper()
	if inner, ok := strings.CutPrefix(s, "{"); ok && strings.HasSuffix(inner, "}") && !strings.HasPrefix(inner, `\text`) {
		s = strings.TrimSuffix(inner, "}")
	}
	commands := [][2]string{{`{\textbraceleft}`, "{"}, {`{\textbraceright}`, "}"}, {`{\textbackslash}`, `\`}, {`{\textasciitilde}`, "~"},
		{`{\textasciicircum}`, "^"}, {`\#`, "#"}, {`\$`, "$"}, {`\%`, "%"}, {`\&`, "&"}, {`\_`, "_"}}
	var b strings.Builder
next:
	for s != "" {
		for _, c := range commands {
			if rest, ok := strings.CutPrefix(s, c[0]); ok {
				b.WriteString(c[1])
				s = rest
				continue next
			}
		}
		if strings.ContainsRune(`{}\~^#$%&_`, rune(s[0])) {
			t.Fatalf("%q is obeyed", s)
		}
		_, size := utf8.DecodeRuneInString(s)
		b.WriteString(s[:size])
		s = s[size:]
	}
	return b.String()
}

// readRIS reads one reference by the rules: TY first, ER last, a tag a line, CR LF.
func readRIS(t *testing.T, s string) map[string][]string {
	t.Helper()
	lines := strings.Split(s, "\r\n")
	if strings.Count(s, "\r") != len(lines)-1 || strings.Count(s, "\n") != len(lines)-1 || lines[len(lines)-1] != "" {
		t.Fatalf("lines do not end with CR LF: %q", s)
	}
	lines = lines[:len(lines)-1]
	tags := map[string][]string{}
	for i, line := range lines {
		if !regexp.MustCompile(`^[A-Z][A-Z0-9]  - `).MatchString(line) || (i == 0) != strings.HasPrefix(line, "TY") || (i == len(lines)-1) != (line == "ER  - ") {
			t.Fatalf("line %d of %d is %q", i+1, len(lines), line)
		}
		tags[line[:2]] = append(tags[line[:2]], line[6:])
	}
	return tags
}

// cslKeys are those of the schema's keys that may stand here.
var cslKeys = []string{"id", "type", "title", "author", "container-title", "event-date", "issued", "accessed", "URL", "version", "note"}

func readCSL(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var items []map[string]any
	if err := json.Unmarshal(body, &items); err != nil || len(items) != 1 {
		t.Fatalf("%v: %s", err, body)
	}
	for key := range items[0] {
		if !slices.Contains(cslKeys, key) {
			t.Errorf("the schema has no %s", key)
		}
	}
	for _, key := range []string{"id", "type"} {
		if word, ok := items[0][key].(string); !ok || word == "" {
			t.Errorf("%s is required: %s", key, body)
		}
	}
	return items[0]
}

func TestAnEventIsCitedInEveryForm(t *testing.T) {
	a, err := corpus(t)[0].Answer()
	if err != nil {
		t.Fatal(err)
	}
	c := CiteEvent(a, testCiting())
	golden(t, "citation.txt", c.Text+"\n")
	golden(t, "citation.bib", c.BibTeX)
	golden(t, "citation.ris", c.RIS)
	golden(t, "citation.csl.json", string(c.CSL)+"\n")
	page := CitePage("events about Crimea, February to April 2025", testCiting())
	golden(t, "citation-of-a-page.txt", page.Text+"\n"+page.BibTeX+page.RIS[:len("TY  - ELEC")]+"\n")
}

func TestEachFormNamesPermalinkRevisionDigestAndAccess(t *testing.T) {
	a, err := corpus(t)[0].Answer()
	if err != nil {
		t.Fatal(err)
	}
	citing := testCiting()
	for name, c := range map[string]Citations{"event": CiteEvent(a, citing), "page": CitePage("events about Crimea", Citing{
		Permalink: citing.Permalink, Digest: citing.Digest, Revision: 3, Snapshot: 812, Accessed: citing.Accessed})} {
		for form, text := range map[string]string{"text": c.Text, "BibTeX": strings.ReplaceAll(c.BibTeX, `\`, ""), "RIS": c.RIS, "CSL": string(c.CSL)} {
			for _, want := range []string{citing.Permalink, "revision 3", "snapshot 812", citing.Digest, "2026-11-25", "Backchannel"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %s does not name %s: %s", name, form, want, text)
				}
			}
		}
	}
}

func TestTitlesComeBackFromEveryForm(t *testing.T) {
	titles := append(hostile(), "{", "}", "}{", "{{x}}", `\{`, `50% of $100bn & more_less #1 ~ ^`, "Крым — «наш»", "A* and B*", "TY  - BOOK", "a\r\nER  - \r\nTY  - JOUR", `\textbraceleft`, "@misc{x,", "<i>x</i> & y")
	for _, title := range titles {
		t.Run(fmt.Sprintf("%.30q", title), func(t *testing.T) {
			want := oneLine(title)
			citing := testCiting()
			citing.Site = title
			for _, c := range []Citations{CitePage(title, citing), CiteEvent(&record.EventAnswer{Event: record.Event{ID: "x", Title: title}}, citing)} {
				name := want
				if name == "" {
					name = "Backchannel"
				}
				e := readBibTeX(t, c.BibTeX)
				if got := untex(t, e.fields["title"]); got != want {
					t.Errorf("BibTeX: title %q", got)
				}
				if got := untex(t, e.fields["author"]); got != name {
					t.Errorf("BibTeX: author %q", got)
				}
				tags, item := readRIS(t, c.RIS), readCSL(t, c.CSL)
				if got := strings.Join(tags["TI"], "|"); got != want {
					t.Errorf("RIS: title %q", got)
				}
				if got := strings.Join(tags["AU"], "|"); got != strings.ReplaceAll(name, "*", "") {
					t.Errorf("RIS: author %q", got)
				}
				if got, _ := item["title"].(string); got != want {
					t.Errorf("CSL: title %q", got)
				}
				if want != "" && !strings.Contains(c.Text, "“"+want+"”") {
					t.Errorf("text: %q", c.Text)
				}
				for _, text := range []string{c.Text, c.BibTeX, strings.ReplaceAll(c.RIS, "\r\n", ""), string(c.CSL)} {
					if strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), func(r rune) bool { return r != utf8.RuneError && obeyed(r) }) {
						t.Errorf("a terminal would obey %q", text)
					}
				}
			}
		})
	}
}

func TestAddressesMeanTheSameAndEndNowhere(t *testing.T) {
	for _, given := range []string{
		testCiting().Permalink,
		"/v1/events?q=%22a+b%22&place=Sankt%20Petersburg",
		"/v1/events?q=Крым;x={y}\\z\"<|>^` \x1b\u202e",
	} {
		citing := testCiting()
		citing.Permalink = given
		c := CitePage("x", citing)
		address := readBibTeX(t, c.BibTeX).fields["url"]
		if !regexp.MustCompile(`^[!#$%&'()*+,\-./0-9:=?@A-Z\[\]_a-z~]+$`).MatchString(address) {
			t.Errorf("BibTeX: %q", address)
		}
		if got := readRIS(t, c.RIS)["UR"]; len(got) != 1 || got[0] != address {
			t.Errorf("RIS: %q", got)
		}
		if got := readCSL(t, c.CSL)["URL"]; got != address {
			t.Errorf("CSL: %q", got)
		}
		before, err := url.PathUnescape(given)
		if err != nil {
			t.Fatal(err)
		}
		if after, err := url.PathUnescape(address); err != nil || after != before {
			t.Errorf("%q means %q", given, after)
		}
	}
}

func TestDatesAreNeverFinerThanKnown(t *testing.T) {
	tests := []struct{ date, want string }{
		{"2025-04-25", `{"date-parts":[[2025,4,25]]}`},
		{"2025-04", `{"date-parts":[[2025,4]]}`},
		{"2025-04-XX", `{"date-parts":[[2025,4]]}`},
		{"2025", `{"date-parts":[[2025]]}`},
		{"2025-04-18~", `{"date-parts":[[2025,4,18]],"circa":true}`},
		{"2025-12-21?", `{"literal":"21 December 2025 (uncertain)"}`},
		{"2025-04-19/2025-04-20", `{"literal":"19–20 April 2025"}`},
		{"[2025-04-23,2025-04-24]", `{"literal":"23 or 24 April 2025"}`},
		{"2025-21", `{"literal":"spring 2025"}`},
		{"", "null"},
	}
	for _, test := range tests {
		var date edtf.Date
		if test.date != "" {
			date = edtf.MustParse(test.date)
		}
		c := CiteEvent(&record.EventAnswer{Event: record.Event{ID: "x", Title: "X"}, When: date.When()}, testCiting())
		var items []struct {
			EventDate json.RawMessage `json:"event-date"`
		}
		if err := json.Unmarshal(c.CSL, &items); err != nil {
			t.Fatal(err)
		}
		if got := string(items[0].EventDate); got != test.want && !(got == "" && test.want == "null") {
			t.Errorf("%s: %s, want %s", test.date, got, test.want)
		}
		if label := date.Label(); label != "" && !strings.Contains(c.Text, ", event of "+label+", ") {
			t.Errorf("%s: %s", test.date, c.Text)
		}
	}
}

func TestAWorkIsDatedByTheRevisionCited(t *testing.T) {
	a := &record.EventAnswer{Event: record.Event{ID: "x", Title: "X"}, Stamp: record.Stamp{Revision: 3, UpdatedAt: time.Date(2026, 1, 31, 23, 30, 0, 0, time.FixedZone("", -3600))}}
	for _, test := range []struct {
		name           string
		revision       int
		key, year, day string
		issued         any
	}{
		{"its own", 0, "backchannel-x-r3", "2026", "2026/02/01/", map[string]any{"date-parts": []any{[]any{2026.0, 2.0, 1.0}}}},
		{"its own, asked for", 3, "backchannel-x-r3", "2026", "2026/02/01/", map[string]any{"date-parts": []any{[]any{2026.0, 2.0, 1.0}}}},
		{"another, whose time is not told", 2, "backchannel-x-r2", "", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			citing := testCiting()
			citing.Revision = test.revision
			c := CiteEvent(a, citing)
			e, tags := readBibTeX(t, c.BibTeX), readRIS(t, c.RIS)
			got := []any{e.key, e.fields["year"], strings.Join(tags["DA"], ""), readCSL(t, c.CSL)["issued"]}
			if diff := cmp.Diff([]any{test.key, test.year, test.day, test.issued}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if e.kind != "misc" || e.fields["urldate"] != "2026-11-25" || tags["Y2"][0] != "2026/11/25/" || tags["TY"][0] != "ELEC" {
				t.Errorf("%+v, %+v", e, tags)
			}
		})
	}
}

func TestACitationOfNothingKnownStillReads(t *testing.T) {
	for _, c := range []Citations{CitePage("", Citing{}), CiteEvent(&record.EventAnswer{}, Citing{})} {
		if c.Text != "Backchannel" {
			t.Errorf("text: %q", c.Text)
		}
		readBibTeX(t, c.BibTeX)
		readRIS(t, c.RIS)
		item := readCSL(t, c.CSL)
		if _, dated := item["accessed"]; dated {
			t.Errorf("CSL: %v", item)
		}
	}
}

func TestPagesHaveKeysOfTheirOwn(t *testing.T) {
	one, other := testCiting(), testCiting()
	other.Permalink += "&kind=leak"
	keys := []string{readBibTeX(t, CitePage("x", one).BibTeX).key, readBibTeX(t, CitePage("x", other).BibTeX).key, readBibTeX(t, CitePage("y", one).BibTeX).key}
	if keys[0] == keys[1] || keys[0] != keys[2] || !strings.HasPrefix(keys[0], "backchannel-s812-") {
		t.Errorf("got %v", keys)
	}
}
