package store_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// editEvent changes one to three things of an event.
func (w *world) editEvent() {
	e := w.current(record.TypeEvent, w.any(record.TypeEvent)).(*record.Event)
	for range 1 + w.r.IntN(3) {
		w.alter(e)
	}
	w.put(e)
}

func (w *world) newEvent() {
	e := record.New(record.TypeEvent).(*record.Event)
	e.ID, e.Title, e.Kind = w.fresh("event"), w.title(), "meeting"
	e.Date = w.date()
	w.alterKind(e)
	w.alterPlace(e)
	for range 1 + w.r.IntN(3) {
		w.alterCitations(e)
		w.alterParticipants(e)
		w.alter(e)
	}
	w.put(e)
}

func (w *world) retractEvent() { w.retract(record.TypeEvent, w.any(record.TypeEvent)) }

func (w *world) restoreEvent() {
	for _, id := range slices.Sorted(maps.Keys(w.buried)) {
		if _, ok := w.batch[key(record.TypeEvent, id)]; !ok && w.chance(50) {
			e := w.buried[id]
			copied := *e
			copied.Links = slices.Clone(e.Links)
			w.put(&copied)
			return
		}
	}
}

func (w *world) alter(e *record.Event) {
	pick(w.r, []func(*record.Event){
		w.alterDate, w.alterDate, w.alterStart, w.alterStart, w.alterPlace, w.alterKind, w.alterWords, w.alterStatus,
		w.alterParticipants, w.alterParticipants, w.alterTopics, w.alterCitations, w.alterCitations, w.alterLinks, w.alterLinks,
		w.alterPositions, w.alterClaims, w.alterPlans,
	})(e)
}

// date is a random date of any kind, mostly in the spring of 2025.
func (w *world) date() edtf.Date {
	day := time.Date(2025, 1, 20+w.r.IntN(120), 0, 0, 0, 0, time.UTC)
	if w.chance(5) {
		day = day.AddDate(w.r.IntN(4)-2, 0, 0)
	}
	one := day.Format("2006-01-02")
	later := day.AddDate(0, 0, 1+w.r.IntN(pick(w.r, []int{2, 10, 90}))).Format("2006-01-02")
	last := day.AddDate(0, 1, w.r.IntN(30)).Format("2006-01-02")
	month, year := day.Format("2006-01"), day.Format("2006")
	shapes := []string{
		one, one, one, one, one + "~", one + "?", one + "%", month, month + "~", month + "-XX", year + "-XX-XX", year, year + "-XX",
		fmt.Sprintf("%s-%d", year, 21+w.r.IntN(4)), "202X", "20XX", one + "/" + later, one + "/" + later, one + "/" + later + "~",
		month + "/" + last, month + "/" + later[:7], one + "/..", "../" + one, one + "/", "/" + one, month + "?/" + last,
		"[" + one + "," + later + "]", "[" + one + "," + later + "," + last + "]", "[" + one + ".." + later + "]", "[" + one + "?," + last + "]",
		"[.." + one + "," + last + "]", "[" + month + "," + last + "]", "[" + one + "," + last + "..]",
	}
	return edtf.MustParse(pick(w.r, shapes))
}

// alterDate moves an event; a start_at that no longer fits goes.
func (w *world) alterDate(e *record.Event) {
	e.Date = w.date()
	if e.StartAt.IsInstant() {
		w.alterStart(e)
	}
}

// alterStart puts a clock time on some day that the date can mean, in any offset, or takes it off.
func (w *world) alterStart(e *record.Event) {
	e.StartAt = edtf.Moment{}
	if w.chance(20) {
		return
	}
	span := pick(w.r, e.Date.Members())
	switch {
	case span.Earliest == edtf.MinDay:
		span.Earliest = span.Latest - 5
	case span.Latest == edtf.MaxDay:
		span.Latest = span.Earliest + 5
	}
	day := span.Earliest + edtf.Day(w.r.IntN(int(min(span.Latest-span.Earliest, 40))+1))
	offset := pick(w.r, []string{"Z", "+03:00", "+03:00", "-05:00", "+05:30", "+14:00", "-11:00"})
	clock := fmt.Sprintf("%02d:%02d", w.r.IntN(24), w.r.IntN(60))
	if w.chance(20) {
		clock += fmt.Sprintf(":%02d.%d", w.r.IntN(60), w.r.IntN(10_000_000))
	}
	e.StartAt = edtf.MustParseMoment(day.String() + "T" + clock + offset)
}

func (w *world) alterPlace(e *record.Event) {
	at := func(lat, lon float64) (*float64, *float64) { return &lat, &lon }
	p := pick(w.r, []record.Place{
		{Name: "Kremlin", City: "Moscow", Country: "RU", TZ: "Europe/Moscow"},
		{City: "Anadyr", Country: "RU", TZ: "Asia/Anadyr"},
		{Name: "Holmes Hall", City: "Suva", Country: "FJ", TZ: "Pacific/Fiji"},
		{Name: "Élysée Palace, Salon Doré", City: "Paris", Country: "FR", TZ: "Europe/Paris"},
		{Name: "Joint Base", City: "Anchorage", Country: "US", TZ: "America/Anchorage"},
		{City: "Kiritimati", Country: "KI", TZ: "Pacific/Kiritimati"},
		{Name: "Дворец", City: "Санкт-Петербург", Country: "RU"},
		{Country: "UA"}, {City: "Moscow"}, {Name: "The Palace", TZ: "Asia/Riyadh"},
	})
	switch w.r.IntN(4) {
	case 0:
		p.Lat, p.Lon = at(float64(w.r.IntN(180)-90), float64(w.r.IntN(361)-180))
	case 1, 2:
		spot := pick(w.r, [][2]float64{{55.75, 37.62}, {48.86, 2.35}, {-18.14, 178.44}, {61.22, -149.9}, {66.5, 180}, {66.5, -180}, {24.71, 46.68}})
		p.Lat, p.Lon = at(spot[0], spot[1])
	}
	if e.Place = &p; w.chance(10) {
		e.Place = nil
	}
}

// alterKind makes it another kind, with the object and the participants that kind needs.
func (w *world) alterKind(e *record.Event) {
	e.Meeting, e.Call, e.Statement, e.Leak, e.Proposal, e.Agreement, e.Action = nil, nil, nil, nil, nil, nil, nil
	switch e.Kind = pick(w.r, []record.Kind{"meeting", "call", "statement", "statement", "leak", "leak", "proposal", "agreement", "action"}); e.Kind {
	case "statement":
		if len(e.Speakers()) == 0 {
			w.join(e, w.any(record.TypeActor), "speaker")
		}
		e.Statement = &record.Statement{Channel: "remarks", Quote: &record.Quote{Text: w.title(), Lang: "en"}}
		if w.chance(50) {
			e.Statement.Quote.Translation = &record.Translation{Text: w.title(), Lang: "ru"}
		}
	case "leak":
		w.alterClaims(e)
		w.alterStatus(e)
	}
}

func (w *world) alterClaims(e *record.Event) {
	if e.Kind != "leak" {
		w.alterWords(e)
		return
	}
	e.Leak = &record.Leak{Form: "briefing"}
	if w.chance(60) {
		e.Leak.Source = w.anySource()
	}
	for range w.r.IntN(3) {
		claim := record.Claim{Text: w.title(), Actors: some(w.r, w.ids(record.TypeActor), 2)}
		if w.chance(60) {
			claim.Topic = w.any(record.TypeTopic)
		}
		e.Leak.Claims = append(e.Leak.Claims, claim)
	}
}

func (w *world) alterStatus(e *record.Event) {
	e.Status = pick(w.r, []record.Status{"", "occurred", "unconfirmed", "scheduled", "cancelled"})
	if e.Kind == "leak" && (e.Status == "scheduled" || e.Status == "cancelled") {
		e.Status = ""
	}
}

func (w *world) title() string {
	words := []string{
		"Putin", "Witkoff", "talks", "on", "a", "ceasefire", "territory", "Crimea", "front", "lines", "envoy", "Élysée", "30-day",
		"truce", "переговоры", "мирный", "ещё", "Київ", "sanctions", "St.Petersburg", "Łódź", "Straße", "OR", "not", "plan",
	}
	title := ""
	for range 2 + w.r.IntN(6) {
		title += " " + pick(w.r, words)
	}
	return title[1:]
}

func (w *world) alterWords(e *record.Event) {
	e.Title = w.title()
	if e.Summary = w.title(); w.chance(30) {
		e.Summary = ""
	}
}

// join adds a participant, unless it is there in that role.
func (w *world) join(e *record.Event, actor string, role record.ParticipantRole) {
	p := record.Participant{Actor: actor, Role: role}
	if slices.ContainsFunc(e.Participants, func(have record.Participant) bool { return have.Actor == actor && have.Role == role }) {
		return
	}
	if w.chance(25) {
		p.Representing = w.any(record.TypeActor)
	}
	e.Participants = append(e.Participants, p)
}

func (w *world) alterParticipants(e *record.Event) {
	roles := []record.ParticipantRole{
		"principal", "host", "visitor", "envoy", "aide", "delegate", "speaker", "chair", "mediator", "observer", "signatory",
		"subject", "addressee", "subject", "addressee",
	}
	if w.chance(30) && len(e.Participants) > 1 {
		i := w.r.IntN(len(e.Participants))
		e.Participants = slices.Delete(e.Participants, i, i+1)
	}
	w.join(e, w.any(record.TypeActor), pick(w.r, roles))
	if e.Kind == "statement" && len(e.Speakers()) == 0 {
		w.join(e, w.any(record.TypeActor), "speaker")
	}
	w.keepPositions(e)
}

func (w *world) alterTopics(e *record.Event) { e.Topics = some(w.r, w.ids(record.TypeTopic), 3) }

// alterCitations adds a citation, or changes or drops one.
func (w *world) alterCitations(e *record.Event) {
	if n := len(e.Citations); n > 0 && w.chance(40) {
		i := w.r.IntN(n)
		switch {
		case w.chance(40):
			e.Citations = slices.Delete(e.Citations, i, i+1)
		default:
			e.Citations[i].Grade, e.Citations[i].Supports = w.grade(), w.supports()
		}
		return
	}
	c := record.Citation{Document: record.DocumentRef{ID: w.any(record.TypeDocument)}, Grade: w.grade(), Supports: w.supports(), Locator: w.fresh("page")}
	if w.chance(40) {
		c.Says = w.says()
	}
	if w.chance(25) {
		c.By = &record.Teller{Actor: w.any(record.TypeActor)}
	}
	e.Citations = append(e.Citations, c)
}

func (w *world) grade() record.Grade {
	digit := string(rune('1' + w.r.IntN(6)))
	switch w.r.IntN(5) {
	case 0:
		return ""
	case 1, 2:
		return record.Grade(digit)
	}
	return record.Grade(string(rune('A'+w.r.IntN(6))) + digit)
}

func (w *world) supports() record.Support {
	return pick(w.r, []record.Support{"", "supports", "refutes", "mentions"})
}

func (w *world) alterPositions(e *record.Event) {
	e.Positions = nil
	for _, topic := range some(w.r, w.ids(record.TypeTopic), 2) {
		e.Positions = append(e.Positions, record.Position{
			On: record.PositionOn{Topic: topic}, Value: "supports", Basis: "on_record", Actors: []string{w.any(record.TypeActor)},
		})
	}
}

// keepPositions drops positions of nobody, once the speaker whose they were has gone.
func (w *world) keepPositions(e *record.Event) {
	if len(e.Speakers()) == 0 {
		e.Positions = slices.DeleteFunc(e.Positions, func(p record.Position) bool { return len(p.Actors) == 0 })
	}
}
