package store

import (
	"fmt"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// putEvent writes a version of an event with everything by which it is found, and ends the one before.
// A leak waits for judge.
func (w *writer) putEvent(e *record.Event, before *currentRecord, seq int64) error {
	if before.skey != 0 {
		if err := w.endEvent(e.ID, before, seq); err != nil {
			return err
		}
	}
	if err := w.fetchDocuments(e); err != nil {
		return err
	}
	a := compare.Answer(e, w.sources())
	now := w.current[identKey{record.TypeEvent, e.ID}]
	a.Stamp = record.Stamp{Revision: now.revision, RecordedAt: instant(now.first), UpdatedAt: instant(micros(w.at))}
	now.skey = skeyOf(e, seq)
	delete(w.answers, e.ID)
	if len(e.Links) > 0 {
		w.answers[e.ID] = a
	}
	for _, l := range e.Links {
		w.affect(l.To, seq)
	}
	if e.Kind == "leak" {
		w.leaks[e.ID] = &pendingLeak{a, seq}
		return nil
	}
	return w.addVersion(a, seq)
}

// addVersion writes the rows of one version.
func (w *writer) addVersion(a *record.EventAnswer, seq int64) error {
	v := versionOf(a, seq)
	for _, add := range []func(*record.EventAnswer, *eventVersion) error{
		w.addPlace, w.addActors, w.addTopics, w.addCitations, w.addMentions, w.addPositions, w.addLinks, w.addStandings, w.addContested, w.addFinished,
	} {
		if err := add(a, &v); err != nil {
			return err
		}
	}
	w.rows.versions = append(w.rows.versions, v)
	w.rows.members = append(w.rows.members, membersOf(a, v.Skey)...)
	if v.DayHi-v.DayLo > longDays {
		w.rows.longs = append(w.rows.longs, eventLong{v.Skey})
		w.rows.count("long", 0)
	}
	w.rows.count("event", 0)
	w.rows.count("kind", int64(v.Kind))
	w.rows.lower(eventZone{Day: dayOfSkey(v.Skey), MinKnown: v.KnownAt, MinRec: v.Rec})
	return nil
}

func (w *writer) addPlace(a *record.EventAnswer, v *eventVersion) error {
	words := placeWords(a.Place)
	if words == "" {
		return nil
	}
	num, err := w.placeNum(words)
	v.Place = num
	w.rows.count("place", num)
	return err
}

func (w *writer) addActors(a *record.EventAnswer, v *eventVersion) error {
	seen := map[[2]int64]bool{}
	add := func(actor string, role int, representing string) error {
		num, err := w.num(record.TypeActor, actor)
		if err != nil {
			return err
		}
		var side int64
		if representing != "" {
			if side, err = w.num(record.TypeActor, representing); err != nil {
				return err
			}
		}
		if seen[[2]int64{num, int64(role)}] {
			return nil
		}
		seen[[2]int64{num, int64(role)}] = true
		w.rows.actors = append(w.rows.actors, eventActor{num, v.Skey, role, side, v.Rec, never})
		w.rows.count("actor", num)
		return nil
	}
	for _, p := range a.Participants {
		if err := add(p.Actor, roleNumber(p.Role), p.Representing); err != nil {
			return err
		}
	}
	if a.Leak == nil {
		return nil
	}
	for _, claim := range a.Leak.Claims {
		for _, actor := range claim.Actors {
			if err := add(actor, roleNamed, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) addTopics(a *record.EventAnswer, v *eventVersion) error {
	for _, topic := range topicsOf(a) {
		num, err := w.num(record.TypeTopic, topic)
		if err != nil {
			return err
		}
		w.rows.topics = append(w.rows.topics, eventTopic{num, v.Skey, v.Rec, never})
		w.rows.count("topic", num)
	}
	return nil
}

func (w *writer) addCitations(a *record.EventAnswer, v *eventVersion) error {
	add := func(source string, row eventCitation) error {
		num, err := w.num(record.TypeSource, source)
		if err != nil {
			return err
		}
		row.Source, row.Skey, row.Rec, row.Sup = num, v.Skey, v.Rec, never
		w.rows.citations = append(w.rows.citations, row)
		w.rows.count("source", num)
		return nil
	}
	for i, c := range a.Citations {
		document, err := w.num(record.TypeDocument, c.Document.ID)
		if err != nil {
			return err
		}
		row := eventCitation{Ordinal: i, Document: document, Digit: int(c.Citation.Grade.Digit() - '0'), KnownAt: unknown}
		switch {
		case c.Citation.Grade == "":
			row.Letter = 'F'
		default:
			row.Letter = int(c.Citation.Grade.Letter())
		}
		if c.KnownAt != nil {
			row.KnownAt = micros(*c.KnownAt)
		}
		if err := add(c.Source, row); err != nil {
			return err
		}
	}
	if a.Leak != nil && a.Leak.Source != "" {
		return add(a.Leak.Source, eventCitation{Ordinal: -1, KnownAt: v.KnownAt})
	}
	return nil
}

func (w *writer) addLinks(a *record.EventAnswer, v *eventVersion) error {
	for i, l := range a.Links {
		row := eventLink{
			Skey: v.Skey, Ordinal: i, Event: a.ID, Target: l.To, Relation: string(l.Relation),
			Scope: string(l.Scope), Note: l.Note, Title: a.Title, Rec: v.Rec, Sup: never,
		}
		w.rows.links = append(w.rows.links, row)
		w.followed = append(w.followed, func(m *memory) { m.links.add(row.Event, row.Target) })
	}
	return nil
}

func (w *writer) addFinished(a *record.EventAnswer, v *eventVersion) error {
	var failed error
	num := func(t record.Type) func(string) int32 {
		return func(id string) int32 {
			n, err := w.num(t, id)
			if err != nil {
				failed = err
			}
			return int32(n)
		}
	}
	s, err := sealDocument(a, v.SettledAt, refNumbers{actor: num(record.TypeActor), source: num(record.TypeSource), topic: num(record.TypeTopic)})
	if err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	w.rows.finished = append(w.rows.finished, eventDocument{v.Skey, s.doc, s.refs, s.digest[:]})
	w.rows.texts = append(w.rows.texts, textRow{v.Skey, words(a, func(actor string) int64 { return int64(num(record.TypeActor)(actor)) })})
	return failed
}

// endEvent closes the interval of an event's current version in every table that carries it.
func (w *writer) endEvent(id string, before *currentRecord, seq int64) error {
	targets, err := w.targets(id, before.skey)
	if err != nil {
		return err
	}
	for _, target := range targets {
		w.affect(target, seq)
	}
	delete(w.answers, id)
	delete(w.leaks, id)
	var raw []byte
	if err := w.tx.Raw("SELECT refs FROM event_document WHERE skey = ?", before.skey).Row().Scan(&raw); err != nil {
		return fmt.Errorf("end event %s: %w", id, err)
	}
	var named refs
	named.decodeInto(raw)
	for _, topic := range named.topics {
		if err := w.tx.Exec("UPDATE event_topic SET sup = ? WHERE topic = ? AND skey = ?", seq, topic, before.skey).Error; err != nil {
			return fmt.Errorf("end event %s: %w", id, err)
		}
	}
	for _, statement := range []string{
		"UPDATE event_version SET sup = ? WHERE skey = ?",
		"UPDATE event_actor SET sup = ? WHERE skey = ?",
		"UPDATE event_citation SET sup = ? WHERE skey = ?",
		"UPDATE event_mention SET sup = ? WHERE skey = ?",
		"UPDATE event_position SET sup = ? WHERE skey = ?",
		"UPDATE event_link SET sup = ? WHERE skey = ?",
	} {
		if err := w.tx.Exec(statement, seq, before.skey).Error; err != nil {
			return fmt.Errorf("end event %s: %w", id, err)
		}
	}
	w.followed = append(w.followed, func(m *memory) { m.past.end(before.skey, seq) })
	return nil
}

// targets lists what a version of an event links to.
func (w *writer) targets(id string, skey int64) (targets []string, err error) {
	if err := w.tx.Raw("SELECT target FROM event_link WHERE skey = ?", skey).Scan(&targets).Error; err != nil {
		return nil, fmt.Errorf("read the links of event %s: %w", id, err)
	}
	return targets, nil
}
