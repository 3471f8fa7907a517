package rest

import (
	"strings"
	"testing"

	"backchannel/internal/record"
)

func TestALeakThatADenialMovesIsALaterRevisionInCalendarsAndFeeds(t *testing.T) {
	records := cited("1")
	leak := records[2].(*record.Event)
	leak.ID, leak.Kind, leak.Leak = "leak-1", "leak", &record.Leak{Source: "tass", Claims: []record.Claim{{Text: "A claim"}}}
	leak.Participants = []record.Participant{{Actor: "ann", Role: "subject"}}
	s := ownServer(t, Options{}, append(records, &record.Actor{ID: "ann", Name: "Ann", Kind: "person"})...)
	before := ask(t, s, "/v1/events.ics?id=leak-1").wants(t, 200).body
	denial := cited("2")[2].(*record.Event)
	denial.Kind, denial.Participants = "statement", []record.Participant{{Actor: "ann", Role: "speaker"}}
	denial.Citations[0].Grade, denial.Statement = "1", &record.Statement{Channel: "remarks"}
	denial.Links = []record.Link{{To: "leak-1", Relation: "denies"}}
	put(t, s.Store, denial)
	after := ask(t, s, "/v1/events.ics?id=leak-1").wants(t, 200).body
	if !strings.Contains(before, "SEQUENCE:0\r\n") || !strings.Contains(before, "X-BACKCHANNEL-VERIFICATION:unverified\r\n") {
		t.Errorf("before the denial:\n%s", before)
	}
	if !strings.Contains(after, "SEQUENCE:1\r\n") || strings.Contains(after, "X-BACKCHANNEL-VERIFICATION:unverified\r\n") {
		t.Errorf("after the denial:\n%s", after)
	}
}
