package store_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/oracle"
)

// asker makes random filters over a history. Most values are drawn from one event, the anchor, so that most filters
// find something.
type asker struct {
	r       *rand.Rand
	history *oracle.History

	world  *oracle.World
	asOf   time.Time
	anchor *oracle.Seen
	row    oracle.Participant // of the anchor: what actor, role and representing are drawn from
	cited  oracle.Cited       // of the anchor: what source, document and grade are drawn from
	query  url.Values
}

func (a *asker) chance(percent int) bool { return a.r.IntN(100) < percent }

// ask makes a filter that has the field, and others.
func (a *asker) ask(field string, timed bool) url.Values {
	for {
		a.query = url.Values{}
		a.clocks(field, timed)
		if a.findAnchor(field) {
			break
		}
	}
	a.add(field)
	all := filter.Registry()
	for range pick(a.r, []int{0, 1, 1, 2, 2, 3}) {
		if next := pick(a.r, all).Name; next != "snapshot" && next != "as_of" {
			a.add(next)
		}
	}
	for _, again := range some(a.r, []string{"actor", "topic", "source", "kind", "about", "links_to", "answered", "contested", "verification"}, 9) {
		if a.query.Has(again) && a.chance(20) { // the same again: and
			a.addList(again)
		}
	}
	return a.query
}

// clocks chooses snapshot and as_of, and the world they give.
func (a *asker) clocks(field string, timed bool) {
	snapshot := field == "snapshot" || timed && field != "as_of" && a.chance(50)
	if snapshot {
		commits := a.history.Commits()
		at := pick(a.r, commits)
		switch a.r.IntN(5) {
		case 0:
			a.query.Set("snapshot", strconv.FormatInt(at.Seq, 10))
		case 1:
			a.query.Set("snapshot", strconv.FormatInt(at.Seq+int64(a.r.IntN(4)), 10))
			if last := commits[len(commits)-1].Seq; at.Seq+3 > last {
				a.query.Set("snapshot", strconv.FormatInt(last, 10))
			}
		case 2:
			a.query.Set("snapshot", at.At.Format(time.RFC3339Nano))
		case 3:
			a.query.Set("snapshot", at.At.Add(time.Duration(a.r.IntN(100))*time.Minute).In(time.FixedZone("", 3*3600)).Format("2006-01-02T15:04Z07:00"))
		default:
			a.query.Set("snapshot", at.At.Format("2006-01-02"))
		}
	}
	a.world, _ = a.history.Snapshot(a.query.Get("snapshot"))
	a.asOf = time.Time{}
	if field == "as_of" || timed && (!snapshot || a.chance(40)) {
		at := time.Date(2025, 2, 10+a.r.IntN(110), a.r.IntN(24), a.r.IntN(60), 0, 0, time.UTC)
		layouts := []string{"2006-01-02", "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999Z07:00", "2006-01"}
		at = at.In(time.FixedZone("", pick(a.r, []int{0, 0, 3, -5})*3600))
		a.query.Set("as_of", at.Format(pick(a.r, layouts)))
		a.asOf, _ = oracle.AsOf(a.query.Get("as_of"))
	}
}

// findAnchor chooses an event that has what the field asks for.
func (a *asker) findAnchor(field string) bool {
	ids := sortedKeys(a.world.Events)
	for range 40 {
		if len(ids) == 0 {
			return false
		}
		s, err := a.world.Seen(pick(a.r, ids), a.asOf)
		if err != nil || s == nil {
			continue
		}
		a.anchor, a.row, a.cited = s, oracle.Participant{}, oracle.Cited{}
		if len(s.Participants) > 0 {
			a.row = pick(a.r, s.Participants)
		}
		if len(s.Cited) > 0 {
			a.cited = pick(a.r, s.Cited)
		}
		if a.fits(field) {
			return true
		}
	}
	return false
}

func (a *asker) fits(field string) bool {
	switch field {
	case "actor", "role":
		return a.row.Actor != "" && a.row.TookPart()
	case "representing":
		return a.row.Representing != "" && a.row.TookPart()
	case "place":
		return a.anchor.Place != nil && a.anchor.Place.Name+a.anchor.Place.City != ""
	case "country":
		return a.anchor.Place != nil && a.anchor.Place.Country != ""
	case "bbox":
		return a.anchor.Place != nil && a.anchor.Place.Lat != nil
	case "speaker":
		return slices.ContainsFunc(a.anchor.Participants, func(p oracle.Participant) bool { return p.Role == "speaker" })
	case "about":
		return len(a.anchor.About()) > 0
	case "topic":
		return len(a.anchor.AllTopics()) > 0
	case "plan":
		return len(a.anchor.AllPlans()) > 0
	case "source", "document", "grade":
		return a.cited.Source != ""
	case "min_grade":
		return a.cited.Grade != "" && !strings.ContainsAny(a.cited.Grade, "F6")
	case "known_from", "known_to":
		return a.anchor.KnownAt != nil
	case "verification":
		return a.anchor.Kind == "leak"
	case "relation", "links_to":
		return len(a.anchor.LinksKnown()) > 0
	case "answered":
		return len(a.anchor.Answers()) > 0
	case "contested":
		return len(a.anchor.Contested()) > 0
	}
	return true
}

// add gives the query a parameter once, if it can have it.
func (a *asker) add(field string) {
	if a.query.Has(field) {
		return
	}
	switch field {
	case "snapshot", "as_of":
	case "from", "to", "on":
		a.addRange(field)
	case "match":
		a.query.Set("match", pick(a.r, []string{"certain", "certain", "possible"}))
		if a.chance(70) {
			a.addRange(pick(a.r, []string{"from", "to", "on"}))
		}
	case "known_from", "known_to":
		a.addKnown(field)
	case "bbox":
		a.addBox()
	case "q":
		a.query.Set("q", a.words())
	default:
		if a.addList(field); (field == "source" || field == "document") && a.chance(35) {
			a.add(pick(a.r, []string{"grade", "min_grade"}))
		} else if (field == "actor" || field == "representing") && a.chance(40) {
			a.add("role")
		} else if field == "links_to" && a.chance(60) {
			a.add("relation")
		}
	}
}

// addRange asks for a time around that of the anchor.
func (a *asker) addRange(field string) {
	has := a.query.Has
	if has("on") || field == "on" && (has("from") || has("to")) || has(field) {
		return
	}
	earliest, latest := edtf.MustParse(a.anchor.Date).Bounds()
	if earliest == edtf.MinDay {
		earliest = latest
	}
	if latest == edtf.MaxDay {
		latest = earliest
	}
	day := earliest
	if field == "to" {
		day = latest
	}
	slack := edtf.Day(pick(a.r, []int{0, 0, 0, 1, 1, 2, 5, 40}))
	if a.chance(12) {
		slack = -slack
	}
	if field == "from" {
		slack = -slack
	}
	day += slack
	at := day.Time().Add(time.Duration(a.r.IntN(24*60)) * time.Minute)
	text := pick(a.r, []string{
		day.String(), day.String(), day.String(), day.String()[:7], day.String()[:4], day.String() + "~",
		at.Format("2006-01-02T15:04") + "Z", at.Format("2006-01-02T15:04:05") + "-11:00", at.Format("2006-01-02T15:04") + " 03:00",
		"[" + day.String() + "," + (day + 3).String() + "]", day.String() + "/" + (day + 2).String(),
	})
	if start := a.anchor.StartAt; start != "" && a.chance(50) {
		text = start // to the microsecond
	}
	a.query.Set(field, text)
	if field == "from" && a.chance(50) {
		a.addRange("to")
	}
	if from, to := a.query.Get("from"), a.query.Get("to"); from != "" && to != "" && a.inverted() {
		a.query.Del(field)
	}
}

// inverted tells whether from and to exclude each other.
func (a *asker) inverted() bool {
	first, _ := edtf.MustParseMoment(a.query.Get("from")).First()
	last, _ := edtf.MustParseMoment(a.query.Get("to")).Last()
	return first.After(last)
}

func (a *asker) addKnown(field string) {
	if a.anchor.KnownAt == nil {
		return
	}
	at := a.anchor.KnownAt.UTC()
	slack := time.Duration(a.r.IntN(72)) * time.Hour
	switch {
	case a.chance(20):
		slack = 0
	case field == "known_from":
		slack = -slack
	}
	text := at.Add(slack).Format(pick(a.r, []string{"2006-01-02", "2006-01", time.RFC3339Nano}))
	other := a.query.Get(map[string]string{"known_from": "known_to", "known_to": "known_from"}[field])
	if other != "" {
		first, _ := edtf.MustParseMoment(map[bool]string{true: text, false: other}[field == "known_from"]).First()
		last, _ := edtf.MustParseMoment(map[bool]string{true: other, false: text}[field == "known_from"]).Last()
		if first.After(last) {
			return
		}
	}
	a.query.Set(field, text)
}

func (a *asker) addBox() {
	lat, lon := float64(a.r.IntN(180)-90), float64(a.r.IntN(360)-180)
	if p := a.anchor.Place; p != nil && p.Lat != nil && a.chance(85) {
		lat, lon = *p.Lat, *p.Lon
	}
	side := func() float64 { return pick(a.r, []float64{0, 1, 20, 60}) }
	wrap := func(x float64) float64 {
		switch {
		case x < -180:
			return x + 360
		case x > 180:
			return x - 360
		}
		return x
	}
	a.query.Set("bbox", fmt.Sprintf("%g,%g,%g,%g", wrap(lon-side()), max(lat-side(), -90), wrap(lon+side()), min(lat+side(), 90)))
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
