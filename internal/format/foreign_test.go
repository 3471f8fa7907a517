package format

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

// foreignRead is what another program's parser makes of one event.
type foreignRead struct{ ID, Title, More string }

// foreignRows are every event of the seed and one for each hostile text, each under an id of its own.
func foreignRows(t *testing.T) ([]Row, []*record.EventAnswer, Options) {
	t.Helper()
	answers, opts := seedEvents(t)
	opts.Document, opts.Permalink = testDocument, testPermalink
	for i, s := range hostile() {
		a := hostileEvent(s)
		a.ID = "hostile-" + strconv.Itoa(i)
		answers = append(answers, a)
	}
	rows := make([]Row, len(answers))
	for i, a := range answers {
		rows[i] = rowFrom(t, a)
		var err error
		if answers[i], err = rows[i].Answer(); err != nil { // as JSON gives it back
			t.Fatal(err)
		}
	}
	return rows, answers, opts
}

// TestParsersOfOthersReadEveryEvent holds the formats against programs that read them elsewhere, over the whole seed and
// over text that tries to break out of its place.
func TestParsersOfOthersReadEveryEvent(t *testing.T) {
	for _, test := range []struct {
		name, format, program string
		read                  func(t *testing.T, program, body string) string
		want                  func(o *Options, a *record.EventAnswer) foreignRead
	}{
		{"check-geojson", "geojson", `
import { check } from "@placemarkio/check-geojson";
const read = check(input);
print(read.features.map((f) => ({ID: f.id, Title: f.properties.title, More: f.geometry ? f.geometry.coordinates.join(",") : ""})));`,
			nodeWith("@placemarkio/check-geojson"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, strings.ToValidUTF8(a.Title, "\uFFFD"), pointOf(a)}
			}},
		{"feedsmith, Atom", "atom", `
import { parseAtomFeed } from "feedsmith";
print(parseAtomFeed(input).entries.map((e) => ({ID: e.dcterms.identifier ?? e.dcterms.identifiers[0], Title: e.title?.value ?? "", More: e.updated})));`,
			nodeWith("feedsmith"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, trimmed(headline(a)), stampOf(a.UpdatedAt)}
			}},
		{"feedsmith, JSON Feed", "feed", `
import { parseJsonFeed } from "feedsmith";
print(parseJsonFeed(input).items.map((e) => ({ID: e.id, Title: e.title ?? "", More: e.date_modified})));`,
			nodeWith("feedsmith"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, trimmed(headline(a)), stampOf(a.UpdatedAt)}
			}},
		{"Vega-Lite, csv", "csv", `
import * as vega from "vega";
import { compile } from "vega-lite";
const { spec } = compile({data: {values: input, format: {type: "csv", parse: null}}, mark: "tick", encoding: {x: {field: "earliest", type: "temporal"}, y: {field: "kind"}}}, {logger: vega.logger(vega.Error)});
const view = await new vega.View(vega.parse(spec), {renderer: "none", logLevel: vega.Error}).runAsync();
print(view.data("source_0").map((e) => ({ID: e.id, Title: e.title, More: e.kind})));`,
			nodeWith("vega-lite"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, guarded(a.Title), string(a.Kind)}
			}},
		{"Python's csv", "csv", `
import csv
emit([{"ID": r["id"], "Title": r["title"], "More": r["kind"]} for r in csv.DictReader(io.StringIO(text, newline=""), strict=True)])`,
			pythonWith(""), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, guarded(a.Title), string(a.Kind)}
			}},
		{"pandas, csv", "csv", `
import pandas
emit([{"ID": r.id, "Title": r.title, "More": r.kind} for r in pandas.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False).itertuples()])`,
			pythonWith("pandas"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, guarded(a.Title), string(a.Kind)}
			}},
		{"icalendar", "ics", `
import icalendar
emit([{"ID": str(e["UID"]), "Title": str(e["SUMMARY"]), "More": str(e["STATUS"])} for e in icalendar.Calendar.from_ical(text).walk("VEVENT")])`,
			pythonWith("icalendar"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID + "@backchannel", headline(a), calendarStatus(a)}
			}},
		{"feedparser", "atom", `
import feedparser
read = feedparser.parse(text)
assert not read.bozo, read.bozo_exception
emit([{"ID": e.dcterms_identifier if "dcterms_identifier" in e else e.identifier, "Title": e.title_detail.value, "More": e.updated} for e in read.entries])`,
			pythonWith("feedparser"), func(o *Options, a *record.EventAnswer) foreignRead {
				return foreignRead{a.ID, trimmed(headline(a)), stampOf(a.UpdatedAt)}
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, answers, opts := foreignRows(t)
			var got []foreignRead
			printed := test.read(t, test.program, write(t, test.format, opts, testHead(), rows, testTail()))
			if err := json.Unmarshal([]byte(printed), &got); err != nil {
				t.Fatalf("%v in %.300s", err, printed)
			}
			var want []foreignRead
			for _, a := range answers {
				want = append(want, test.want(&opts, a))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-written +read:\n%s", diff)
			}
		})
	}
}

func pointOf(a *record.EventAnswer) string {
	if a.Place == nil || a.Place.Lat == nil || a.Place.Lon == nil {
		return ""
	}
	return number(*a.Place.Lon) + "," + number(*a.Place.Lat)
}

// guarded is a text as a cell holds it: what is not shown in it is written out, and what a spreadsheet would run has a quote before it.
func guarded(s string) string {
	line := string(appendRecord(nil, []string{s}, true))
	if quoted, ok := strings.CutPrefix(line, `"`); ok {
		line = strings.ReplaceAll(strings.TrimSuffix(quoted, `"`), `""`, `"`)
	}
	return line
}

// trimmed is a text without the space around it, which readers of feeds take off.
func trimmed(s string) string { return strings.TrimSpace(s) }

// nodeWith runs a module over an answer; it has input and print.
func nodeWith(pkg string) func(t *testing.T, program, body string) string {
	return func(t *testing.T, program, body string) string {
		t.Helper()
		head := "import { readFileSync } from \"node:fs\";\nconst input = readFileSync(0, \"utf8\");\nconst print = (list) => console.log(JSON.stringify(list));\n"
		return node(t, pkg, head+program, body)
	}
}

// pythonWith runs a program over an answer; it has text and emit.
func pythonWith(module string) func(t *testing.T, program, body string) string {
	return func(t *testing.T, program, body string) string {
		t.Helper()
		head := "import sys, io, json\ntext = sys.stdin.buffer.read().decode('utf-8')\n" +
			"def emit(rows): sys.stdout.buffer.write(json.dumps(list(rows)).encode('utf-8'))\n"
		if module != "" {
			head += "try:\n    import " + module + "\nexcept ImportError:\n    sys.exit(print('" + module + " (a package of Python)', file=sys.stderr) or 3)\n"
		}
		return python(t, head+program, body)
	}
}
