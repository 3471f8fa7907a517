package format

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// hostile are texts that try to be more than text.
func hostile() []string {
	return []string{
		"=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", " =1+1", "\t=1", "\r=1", "\n=1", "＝1+1", "－1",
		"a; =1+1", "-12.5", "007", "-", "=", "plain", "",
		"two\r\nlines", "lone\rreturn", "lone\nfeed", "nul\x00byte", "sep\u2028arator\u2029s", "next\u0085line",
		"\u202Eright to left\u202C", "\u2066isolate\u2069", "zero\u200Bwidth", "mark\uFEFF", "tag\U000E0041",
		"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "c1\u009B31m", "bell\x07", "back\x08space", "del\x7F", "bad\xFFutf8",
		`say "hi", then; go`, `"`, `""`, `\`, `\"`, "'", "a,b", "  spaces  ", "#proof count=1",
		"<script>alert(1)</script>", "<!-- x -->", "&lt;b&gt;", "| a | b |", "`code`", "[x](javascript:alert(1))", "![i](http://evil.example/i.png)",
		"**bold** _it_ ~~no~~", "# heading", "- list", "1. one", "1) one", "---", "===", "> quote", "www.evil.example", "http://evil.example/x",
		"@mention #1", "$x$", "```\nfence\n```", "[^1]: note", "trailing\\", "{\"data\":[]}", "\"}],\"x\":[{\"", "</td></tr>",
		strings.Repeat("long", 60), strings.Repeat("全", 90), "é́́́", "👩‍👩‍👧‍👦🏽", "שלום", "مرحبا",
	}
}

// hostileEvent has a text in every place where an event holds one.
func hostileEvent(s string) *record.EventAnswer {
	said := map[string]record.Said{"outcome": {Value: s, Text: s}}
	date := edtf.DateOf(edtf.MakeDay(2025, 4, 25))
	return &record.EventAnswer{
		Event: record.Event{
			ID: "2025-04-25-x", Kind: "leak", Title: s, Summary: s, Date: date,
			Place: &record.Place{Name: s, City: s}, Participants: []record.Participant{{Actor: s, Role: "speaker", Representing: s}},
			Topics: []string{s}, Links: []record.Link{{To: s, Relation: "denies", Note: s}}, Plans: []record.PlanUse{{Plan: s, As: "tables"}},
			Positions: []record.Position{{On: record.PositionOn{Topic: s}, Value: "opposes", Actors: []string{s}, Note: s}},
			Meeting:   &record.Meeting{Venue: s},
			Statement: &record.Statement{Quote: &record.Quote{Text: s, Translation: &record.Translation{Text: s}}},
			Leak:      &record.Leak{Source: s, Claims: []record.Claim{{Text: s, Topic: s, Actors: []string{s}}}},
		},
		Citations: []record.CitationAnswer{{
			Citation: record.Citation{Document: record.DocumentRef{ID: "d"}, Says: said, Locator: s, Excerpt: s},
			Grade:    "B2", Source: s, URL: s,
		}},
		When:        date.When(),
		Particulars: map[string]record.Particular{"outcome": {Told: []record.Told{{By: record.Teller{Source: s}, Document: "d", Said: said["outcome"]}}}},
		LinkedFrom:  []record.LinkedFrom{{From: "e", Title: s, Relation: "denies", Note: s}},
	}
}

func hostileRows(t testing.TB) []Row {
	var rows []Row
	for _, s := range hostile() {
		rows = append(rows, rowFrom(t, hostileEvent(s)))
	}
	return rows
}

func hostileTail(s string) Envelope {
	return Envelope{
		Meta:   Meta{Description: s, Coverage: s, AsOf: &s, Total: new(1)},
		Labels: Labels{"actors": {s: s}}, Links: Links{Self: s, Next: &s, Permalink: s}, Accessed: s,
	}
}

// forms are the ways of writing that hostile text goes through.
func forms() []Options {
	var all []Options
	for _, rows := range RowNames() {
		all = append(all, Options{Safe: true, Rows: rows})
	}
	return append(all, Options{Safe: true, Single: true}, Options{Safe: true, Fields: []string{"title", "place", "citations"}})
}

func TestHostileTextIsNeverObeyedByATerminal(t *testing.T) {
	for _, name := range []string{"csv", "txt", "md"} {
		for _, opts := range forms() {
			for _, s := range hostile() {
				got := write(t, name, opts, Head{Title: s}, []Row{rowFrom(t, hostileEvent(s))}, hostileTail(s))
				if !utf8.ValidString(got) {
					t.Fatalf("%s of %q is no UTF-8", name, s)
				}
				if name == "csv" {
					got = strings.ReplaceAll(got, "\r\n", "\n")
				}
				for _, r := range got {
					if r != '\n' && r != utf8.RuneError && obeyed(r) && !(r == '\t' && name == "csv") {
						t.Fatalf("%s rows=%q: %q lets %U through:\n%q", name, opts.Rows, s, r, got)
					}
				}
			}
		}
	}
}

func TestHostileTextKeepsTheShapeOfATable(t *testing.T) {
	for _, opts := range forms() {
		for _, s := range hostile() {
			rows := []Row{rowFrom(t, hostileEvent(s))}
			got := write(t, "md", opts, Head{Title: s}, rows, hostileTail(s))
			bars := -1
			for line := range strings.Lines(got) {
				if !strings.HasPrefix(line, "|") {
					bars = -1
					continue
				}
				n := strings.Count(line, "|") - strings.Count(line, `\|`)
				if bars >= 0 && n != bars {
					t.Errorf("%q: a row of %d bars in a table of %d:\n%s", s, n, bars, got)
				}
				bars = n
			}
			for _, markup := range []string{"<script", "<!--", "</td", "javascript:alert(1))", "](http"} {
				// Links are written with <…>; a bare one would be the text's own.
				if strings.Contains(got, markup) && !strings.Contains(got, `\](http`) && !strings.Contains(got, `\](javascript`) {
					t.Errorf("%q lets %q through:\n%s", s, markup, got)
				}
			}
		}
	}
}

func TestHostileCSVIsReadBack(t *testing.T) {
	for _, opts := range forms() {
		for _, safe := range []bool{true, false} {
			opts.Safe, opts.Proof = safe, true
			got := write(t, "csv", opts, Head{}, hostileRows(t), Envelope{})
			records, err := csv.NewReader(strings.NewReader(got)).ReadAll()
			if err != nil {
				t.Fatalf("rows=%q: %v", opts.Rows, err)
			}
			body := records[1 : len(records)-1]
			if last := records[len(records)-1][0]; !strings.HasPrefix(last, "#proof count="+number(float64(len(body)))+" digest=sha256:") {
				t.Errorf("rows=%q: %d records end with %q", opts.Rows, len(body), last)
			}
			for _, cells := range body {
				for _, cell := range cells {
					if safe && runs(cell) {
						t.Errorf("rows=%q: a spreadsheet would run %q", opts.Rows, cell)
					}
				}
			}
		}
	}
}

func TestPythonReadsHostileCSVAsGoDoes(t *testing.T) {
	const program = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8-sig")
json.dump(list(csv.reader(io.StringIO(text, newline=""), strict=True)), sys.stdout)`
	for _, opts := range forms() {
		opts.BOM = true
		for _, opts.Safe = range []bool{true, false} {
			got := write(t, "csv", opts, Head{}, hostileRows(t), Envelope{})
			want, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got, byteOrderMark))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			var read [][]string
			if err := json.Unmarshal([]byte(python(t, program, got)), &read); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, read); diff != "" {
				t.Errorf("rows=%q (-go +python):\n%s", opts.Rows, diff)
			}
		}
	}
}

func TestHostileTextComesBackFromJSON(t *testing.T) {
	for _, s := range hostile() {
		s = strings.ToValidUTF8(s, "\uFFFD")
		for _, opts := range []Options{{}, {Single: true}, {Fields: []string{"title"}}} {
			got := write(t, "json", opts, Head{Title: s}, []Row{rowFrom(t, hostileEvent(s))}, hostileTail(s))
			var read struct {
				Data   json.RawMessage
				Meta   struct{ Description string }
				Labels Labels
				Links  Links
			}
			if err := json.Unmarshal([]byte(got), &read); err != nil {
				t.Fatalf("%q: %v\n%s", s, err, got)
			}
			if read.Meta.Description != s || read.Labels["actors"][s] != s || read.Links.Self != s {
				t.Errorf("%q came back as %+v", s, read)
			}
		}
		var flat map[string]any
		line := appendObject(nil, Columns(s, "b"), []string{s, "x"})
		if err := json.Unmarshal(line, &flat); err != nil || s != "" && flat[s] != s && s != "b" {
			t.Errorf("%q came back as %v, %v", s, flat, err)
		}
		if slices.ContainsFunc([]rune(string(line)), func(r rune) bool { return r != utf8.RuneError && obeyed(r) }) {
			t.Errorf("%q is written as %q", s, line)
		}
	}
}

func TestPythonReadsHostileJSON(t *testing.T) {
	tail := hostileTail(strings.Join(hostile()[:30], " "))
	titles := make([]string, 0, len(hostile()))
	for _, s := range hostile() {
		titles = append(titles, strings.ToValidUTF8(s, "\uFFFD"))
	}
	want, _ := json.Marshal(titles)
	const page = `
import json, sys
json.dump([e["title"] for e in json.load(sys.stdin.buffer)["data"]], sys.stdout)`
	const lines = `
import json, sys
rows = [json.loads(line) for line in sys.stdin.buffer.read().split(b"\n") if line]
proof = rows.pop()["proof"]
assert proof["count"] == len(rows), proof
json.dump([e["title"] for e in rows], sys.stdout)`
	for _, test := range []struct{ name, program string }{{"json", page}, {"ndjson", lines}} {
		got := python(t, test.program, write(t, test.name, Options{Proof: true}, Head{}, hostileRows(t), tail))
		var a, b []string
		if err := json.Unmarshal([]byte(got), &a); err != nil {
			t.Fatal(err)
		}
		_ = json.Unmarshal(want, &b)
		if diff := cmp.Diff(b, a); diff != "" {
			t.Errorf("%s (-want +python):\n%s", test.name, diff)
		}
	}
}
