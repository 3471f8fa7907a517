package format

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

// historic has every event corrected for a reason and an event retracted for it.
func historic(t *testing.T, reason string) (Options, []Row) {
	t.Helper()
	a := dated(t, "2025-04-25", "", nil)
	a.Revision, a.UpdatedAt = 3, time.Date(2025, 5, 2, 10, 0, 0, 0, time.UTC)
	gone := dated(t, "2025-04-24", "", nil)
	gone.ID, gone.Title = "gone", reason
	opts := testOptions()
	opts.Change = func(event string, revision int) Change {
		if event != "x" || revision != 3 {
			t.Errorf("asked for revision %d of %s", revision, event)
		}
		return Change{Corrected: true, Reason: reason}
	}
	opts.Retracted = []Retraction{{Was: gone, At: time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC), Revision: 2, Reason: reason}}
	return opts, []Row{rowFrom(t, a)}
}

func TestHostileReasonsOfChangesStayText(t *testing.T) {
	for _, reason := range hostile() {
		opts, rows := historic(t, reason)
		body := write(t, "ics", opts, Head{}, rows, Envelope{})
		var names []string
		for line := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n ", ""), "\r\n") {
			name, _, _ := strings.Cut(line, ":")
			names = append(names, name)
		}
		plain, plainRows := historic(t, "typo")
		var want []string
		for line := range strings.SplitSeq(strings.ReplaceAll(write(t, "ics", plain, Head{}, plainRows, Envelope{}), "\r\n ", ""), "\r\n") {
			name, _, _ := strings.Cut(line, ":")
			want = append(want, name)
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%q changes the lines of the calendar:\n%s", reason, diff)
		}
		if feed := atomOf(t, write(t, "atom", opts, Head{}, rows, Envelope{})); len(feed.Entries) != 1 {
			t.Errorf("%q: %d entries", reason, len(feed.Entries))
		}
		var feed struct {
			Items []json.RawMessage
			Own   struct{ Retracted []feedRetraction } `json:"_backchannel"`
		}
		if err := json.Unmarshal([]byte(write(t, "feed", opts, Head{}, rows, Envelope{})), &feed); err != nil || len(feed.Items) != 1 || len(feed.Own.Retracted) != 1 {
			t.Errorf("%q: %v, %+v", reason, err, feed)
		}
	}
}

func TestACorrectionIsToldWithItsReason(t *testing.T) {
	opts, rows := historic(t, "the year was wrong")
	for _, f := range ofEvents() {
		body := strings.ReplaceAll(write(t, f.Name, opts, Head{}, rows, Envelope{}), "\r\n ", "")
		told := strings.Contains(body, "the year was wrong")
		if want := f.Name != "jsonld"; told != want { // which has dcterms:modified
			t.Errorf("%s tells the reason: %v", f.Name, told)
		}
	}
	opts.Change = func(string, int) Change { return Change{} }
	opts.Retracted = nil
	for _, f := range ofEvents() {
		if body := write(t, f.Name, opts, Head{}, rows, Envelope{}); strings.Contains(body, "Corrected") || strings.Contains(body, "Changed") {
			t.Errorf("%s tells of a change of which there is nothing to tell:\n%s", f.Name, body)
		}
	}
}

func TestACalendarOfRetractionsAloneIsWhole(t *testing.T) {
	opts, _ := historic(t, "entered twice")
	body := write(t, "ics", opts, Head{}, nil, Envelope{})
	if strings.Contains(body, "VTIMEZONE") || strings.Count(body, "BEGIN:VEVENT") != 1 || !strings.Contains(body, "STATUS:CANCELLED\r\n") || !strings.Contains(body, "SEQUENCE:1\r\n") {
		t.Error(body)
	}
}

func TestAnEndThatIsNoLaterThanTheStartIsNotWritten(t *testing.T) {
	for end, want := range map[string]string{"2025-04-25T10:00:00Z": "", "2025-04-25T09:00:00Z": "", "2025-04-25T10:00:00.5Z": "", "2025-04-25T10:00:01Z": "20250425T100001Z"} {
		a := dated(t, "2025-04-25", "2025-04-25T10:00:00Z", map[string]record.Particular{
			"end_at": {State: "single", Value: end, Told: []record.Told{{Said: record.Said{Value: end}}}}})
		if got := strings.Join(properties(t, write(t, "ics", Options{}, Head{}, []Row{rowFrom(t, a)}, Envelope{}))["DTEND"], ""); got != want {
			t.Errorf("an end at %s is written %q, not %q", end, got, want)
		}
	}
}
