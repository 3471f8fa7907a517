package oracle

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"backchannel/db"
)

// seed is the seed dataset as one commit.
func seed(t *testing.T) *History {
	t.Helper()
	h := new(History)
	files, err := fs.Glob(db.Seed, "seed/*.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		body, err := db.Seed.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(body) {
			var l struct {
				Type   string
				Record json.RawMessage
			}
			var id struct{ ID string }
			if json.Unmarshal(line, &l) != nil || json.Unmarshal(l.Record, &id) != nil {
				t.Fatalf("%s: %s", name, line)
			}
			h.Changes = append(h.Changes, Change{
				Seq: int64(len(h.Changes) + 1), Type: l.Type, ID: id.ID, Body: l.Record, RecordedAt: time.Unix(1_770_000_000, 0),
			})
		}
	}
	return h
}

func TestTheReplayAgreesWithQueriesWorkedOutByHand(t *testing.T) {
	h := seed(t)
	file, err := os.Open("../store/testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	asked := 0
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) < 2 || strings.HasPrefix(cells[0], "#") || cells[0] == "query" {
			continue
		}
		q, err := url.ParseQuery(cells[0])
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.Ask(q)
		if err != nil {
			t.Errorf("%s: %v", cells[0], err)
			continue
		}
		want := strings.Fields(cells[1])
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", cells[0], got, want)
		}
		asked++
	}
	if asked < 100 {
		t.Errorf("only %d queries were read", asked)
	}
}

func TestDatesReachFromTheirFirstDayToTheirLast(t *testing.T) {
	tests := []struct {
		text, first, last string // empty: open
		doubt             bool
	}{
		{"2025-04-25", "2025-04-25", "2025-04-25", false},
		{"2024-02~", "2024-02-01", "2024-02-29", true},
		{"2025-24", "2025-12-01", "2026-02-28", false},
		{"2025-XX-XX", "2025-01-01", "2025-12-31", false},
		{"2025-04-XX", "2025-04-01", "2025-04-30", false},
		{"202X", "2020-01-01", "2029-12-31", false},
		{"19XX%", "1900-01-01", "1999-12-31", true},
		{"2025-04-19/2025-04-20", "2025-04-19", "2025-04-20", false},
		{"2025-04-19?/2025-05", "2025-04-19", "2025-05-31", true},
		{"2025-04-19/..", "2025-04-19", "", true},
		{"/2025-04", "", "2025-04-30", true},
		{"[2025-04-22,2025-04-25..2025-04-27]", "2025-04-22", "2025-04-27", false},
		{"[..2025-04-22,2025-05]", "", "2025-05-31", true},
	}
	for _, test := range tests {
		d, err := readDate(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		day := func(n int) string {
			if n == noStart || n == noEnd {
				return ""
			}
			return midnight(n, time.UTC).Format(time.DateOnly)
		}
		if day(d.first()) != test.first || day(d.last()) != test.last || d.doubt != test.doubt {
			t.Errorf("%s: got %s to %s, doubt %v", test.text, day(d.first()), day(d.last()), d.doubt)
		}
	}
}

func TestAsOfVectorsOfTheRules(t *testing.T) {
	h := seed(t)
	tests := []struct{ id, asOf, want string }{
		{"2025-04-25-putin-witkoff-moscow", "2025-04-25T11:00Z", "not known"},
		{"2025-04-25-putin-witkoff-moscow", "2025-04-25T12:00Z", "known"},
		{"2025-04-20-wsj-leak", "2025-04-19", "not known"},
		{"2025-04-20-wsj-leak", "2025-04-20", "known"},
	}
	for _, test := range tests {
		found, err := h.Ask(url.Values{"id": {test.id}, "as_of": {test.asOf}})
		if got := map[int]string{0: "not known", 1: "known"}[len(found)]; err != nil || got != test.want {
			t.Errorf("%s at %s: got %q (%v), want %q", test.id, test.asOf, got, err, test.want)
		}
	}
}
