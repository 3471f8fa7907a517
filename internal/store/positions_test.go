package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// positions lists them as "actor on value by event or plan/ordinal, and from what it moved".
func positions(t testing.TB, v *store.View, q store.PositionQuery) (list []string) {
	t.Helper()
	rows, err := v.Positions(background, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rows {
		on, by := p.On.Topic, p.Event
		if p.On.Plan != "" {
			on = p.On.Plan + "/" + p.On.Ordinal
		}
		if p.Plan != "" {
			by = p.Plan + "/" + p.Ordinal
		}
		text := fmt.Sprintf("%s %s %s by %s", p.Actor, on, p.Value, by)
		if p.Moved != nil {
			text += ", from " + p.Moved.From
		}
		list = append(list, text)
	}
	return list
}

func wantPositions(t testing.TB, v *store.View, q store.PositionQuery, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, positions(t, v, q)); diff != "" {
		t.Errorf("%+v: wanted (-), found (+): %s", q, diff)
	}
}

// then is a moment of March 2025.
func then(text string) time.Time {
	last, _ := edtf.MustParseMoment(text).Last()
	return last
}

func positioned(id, date, document, value string, actors ...string) *record.Event {
	e := meeting(id, date)
	e.Kind, e.Participants = "statement", []record.Participant{{Actor: "anna-arlen", Role: "speaker"}}
	e.Citations = []record.Citation{{Document: record.DocumentRef{ID: document}}}
	e.Positions = []record.Position{{On: record.PositionOn{Topic: "lighthouse"}, Value: value, Basis: "on_record", Actors: actors}}
	return e
}

// shore holds two statements on the lighthouse, known on 2 March and 5 March, and a plan whose text came out on 5 March.
func shore(t testing.TB) *store.Store {
	s := islands(t)
	plan := &record.Plan{ID: "shore", Title: "The shore", Proponents: []string{"boris-bell"}, Date: edtf.MustParse("2025-03-01"), Provisions: []record.Provision{
		{Ordinal: "1", Topic: "lighthouse", Text: "It is lit.", Positions: []record.ProvisionPosition{{Value: "supports"}}}}}
	tabled, told := positioned("tabled", "2025-03-01", "d1", "opposes"), positioned("told", "2025-03-04", "d2", "ambiguous")
	tabled.Plans = []record.PlanUse{{Plan: "shore", As: "tables"}}
	told.Plans = []record.PlanUse{{Plan: "shore", As: "discloses"}}
	told.Positions = append(told.Positions, record.Position{On: record.PositionOn{Plan: "shore", Ordinal: "1"}, Value: "opposes", Basis: "on_record"})
	write(t, s, put(plan), put(tabled), put(told))
	return s
}

func TestPositionsComeFromEventsAndPlansAsTheyWereKnown(t *testing.T) {
	v := shore(t).Head()
	const first, plan = "ruritania lighthouse opposes by tabled", "boris-bell lighthouse supports by shore/1"
	const second, provision = "ruritania lighthouse ambiguous by told, from opposes", "ruritania shore/1 opposes by told"
	type ask = store.PositionQuery
	wantPositions(t, v, ask{}, plan, provision, first, second)
	wantPositions(t, v, ask{AsOf: then("2025-03-04")}, first)
	wantPositions(t, v, ask{AsOf: then("2025-03-05T10:00Z")}, plan, provision, first, second)
	wantPositions(t, v, ask{AsOf: then("2025-02-01")})
	wantPositions(t, v, ask{Actors: []string{"ruritania"}, Topics: []string{"islands"}}, first, second)
	wantPositions(t, v, ask{Topics: []string{"islands"}}, plan, first, second)
	wantPositions(t, v, ask{Plans: []string{"shore"}}, plan, provision)
	wantPositions(t, v, ask{Actors: []string{"boris-bell"}}, plan)
	wantPositions(t, v, ask{Actors: []string{"anna-arlen"}})
	wantPositions(t, v, ask{Actors: []string{"anna-arlen", "boris-bell", "ruritania"}}, plan, provision, first, second)
}

func TestOfTwoPositionsOfOneDayTheLaterRecordedIsTheNewer(t *testing.T) {
	s := islands(t)
	plan := &record.Plan{ID: "shore", Title: "The shore", Proponents: []string{"ruritania"}, Date: edtf.MustParse("2025-03-01"), Provisions: []record.Provision{
		{Ordinal: "1", Topic: "lighthouse", Text: "It is lit.", Positions: []record.ProvisionPosition{{Value: "supports"}}}}}
	write(t, s, put(plan))
	write(t, s, put(positioned("told", "2025-03-01", "d1", "opposes")))
	wantPositions(t, s.Head(), store.PositionQuery{Topics: []string{"lighthouse"}}, "ruritania lighthouse supports by shore/1", "ruritania lighthouse opposes by told, from supports")
	plan.Title = "The shore, corrected"
	write(t, s, put(plan))
	wantPositions(t, s.Head(), store.PositionQuery{Topics: []string{"lighthouse"}}, "ruritania lighthouse opposes by told", "ruritania lighthouse supports by shore/1, from opposes")
}

func TestEarlierSnapshotsShowThePositionsOfThen(t *testing.T) {
	s := shore(t)
	before := s.Head()
	want, on := positions(t, before, store.PositionQuery{}), store.PositionQuery{Topics: []string{"lighthouse"}}
	const plan = "boris-bell lighthouse supports by shore/1" // its text is undated from now on, and seen without as_of
	write(t, s, put(positioned("told", "2025-03-04", "d2", "opposes", "anna-arlen")))
	wantPositions(t, s.Head(), on, "anna-arlen lighthouse opposes by told", plan, "ruritania lighthouse opposes by tabled")
	write(t, s, retract(record.TypeEvent, "told"))
	wantPositions(t, s.Head(), on, plan, "ruritania lighthouse opposes by tabled")
	wantPositions(t, before, store.PositionQuery{}, want...)
}

func TestMergedActorsHoldTheirPositionsTogetherAndOnce(t *testing.T) {
	s := shore(t)
	write(t, s, put(positioned("later", "2025-03-06", "d2", "supports", "boris-bell", "ruritania")))
	write(t, s, put(&record.Actor{ID: "boris-bell", Kind: "person", Name: "Boris Bell", MergedInto: "ruritania"}))
	// The plan and the first statement are of one day; the plan was recorded first.
	want := []string{"ruritania lighthouse supports by shore/1", "ruritania lighthouse opposes by tabled, from supports",
		"ruritania lighthouse ambiguous by told, from opposes", "ruritania lighthouse supports by later, from ambiguous"}
	for _, actors := range [][]string{nil, {"ruritania"}, {"boris-bell"}, {"boris-bell", "ruritania"}} {
		wantPositions(t, s.Head(), store.PositionQuery{Actors: actors, Topics: []string{"lighthouse"}}, want...)
	}
}

func TestAnErasedNoteLeavesThePositionInItsPlace(t *testing.T) {
	s := islands(t)
	e := positioned("told", "2025-03-04", "d2", "opposes")
	e.Positions[0].Note = "A secret."
	write(t, s, put(e))
	before := s.Head()
	write(t, s, store.Change{Operation: store.Erase, Type: record.TypeEvent, ID: "told", Pointer: "/positions/0/note", Reason: "law"})
	for _, v := range []*store.View{before, s.Head()} {
		rows, err := v.Positions(background, store.PositionQuery{Actors: []string{"ruritania"}})
		if err != nil || len(rows) != 1 || rows[0].Note != "[erased]" {
			t.Errorf("%+v, %v", rows, err)
		}
	}
	write(t, s, store.Change{Operation: store.Erase, Type: record.TypeEvent, ID: "told", Reason: "law"})
	wantPositions(t, before, store.PositionQuery{})
}

func TestPositionsOfAnActorOrOnATopicAreFoundByTheirIndex(t *testing.T) {
	v := shore(t).Head()
	for _, q := range []store.PositionQuery{{Actors: []string{"ruritania"}}, {Topics: []string{"islands"}}, {Actors: []string{"ruritania"}, Topics: []string{"islands"}, AsOf: then("2025-03-04")}} {
		steps, err := v.ExplainPositions(background, q)
		if err != nil || len(steps) == 0 {
			t.Fatal(steps, err)
		}
		for _, step := range steps {
			if strings.HasPrefix(step, "SCAN") {
				t.Errorf("%+v: %s", q, strings.Join(steps, "\n"))
			}
		}
	}
}
