package format

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestICalJSReadsTheCalendar holds the calendar against the parser that Thunderbird uses.
func TestICalJSReadsTheCalendar(t *testing.T) {
	rows := corpus(t)
	for _, s := range hostile() {
		rows = append(rows, rowFrom(t, hostileEvent(s)))
	}
	body := write(t, "ics", testOptions(), testHead(), rows, testTail())
	type read struct {
		UID, Summary, Description, Start, End string
		AllDay                                bool
	}
	var want []read
	for _, row := range rows {
		a, err := row.Answer()
		if err != nil {
			t.Fatal(err)
		}
		x, opts := extentOf(a), testOptions()
		r := read{a.ID + "@backchannel", headline(a), strings.Join(opts.tellText(a), "\n"), x.first.String(), x.dayAfter(), true}
		if x.start.IsInstant() { // of no length where no end is told
			at := x.start.Instant().UTC().Format("2006-01-02T15:04:05Z")
			r.Start, r.End, r.AllDay = at, at, false
		}
		want = append(want, r)
	}
	var got []read
	if err := json.Unmarshal([]byte(node(t, "ical.js", `
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { default: ICAL } = await import(pathToFileURL(process.env.BACKCHANNEL_NODE_MODULES + "/ical.js/dist/ical.js"));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((part) => {
  const e = new ICAL.Event(part);
  return {UID: e.uid, Summary: e.summary, Description: e.description, Start: e.startDate.toString(), End: e.endDate.toString(), AllDay: e.startDate.isDate};
})));`, body)), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-written +read:\n%s", diff)
	}
}

// node runs a module over an input and gives what it prints. The package lies in the folder BACKCHANNEL_NODE_MODULES.
func node(t *testing.T, pkg, program, input string) string {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node")
	}
	if _, err := os.Stat(filepath.Join(os.Getenv("BACKCHANNEL_NODE_MODULES"), pkg, "package.json")); err != nil {
		missing(t, pkg+" (an npm package in the folder BACKCHANNEL_NODE_MODULES)")
	}
	cmd := exec.Command(path, "--input-type=module", "-e", program)
	cmd.Dir = filepath.Dir(os.Getenv("BACKCHANNEL_NODE_MODULES")) // where names of packages are looked up from
	cmd.Stdin = strings.NewReader(input)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, problem.String())
	}
	return out.String()
}
