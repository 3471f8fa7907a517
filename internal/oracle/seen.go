package oracle

import (
	"slices"
	"time"
)

// Seen is an event as it reads in a world at a moment.
type Seen struct {
	*Event
	Reads        string        // status
	KnownAt      *time.Time    // nil: nothing dated supports it
	Cited        []Cited       // what was known by then
	Participants []Participant // Representing filled in
	world        *World
	asOf         time.Time
	date         fuzzy
	start        *time.Time // start_at, with its offset
	zone         *time.Location
}

// Cited is a citation with what its document and source lend it.
type Cited struct {
	Document, Source, Grade string
	KnownAt                 *time.Time
	Supports                bool // and neither refutes nor only mentions
	Says                    map[string]Said
}

// Seen gives an event as of a moment (zero: everything); nil when it is not there or was not known by then.
func (w *World) Seen(id string, asOf time.Time) (*Seen, error) {
	e := w.Events[id]
	if e == nil {
		return nil, nil
	}
	date, err := readDate(e.Date)
	if err != nil {
		return nil, err
	}
	s := &Seen{Event: e, world: w, asOf: asOf, date: date, zone: time.UTC, Reads: e.Status}
	if e.Place != nil && e.Place.TZ != "" {
		if s.zone, err = time.LoadLocation(e.Place.TZ); err != nil {
			return nil, err
		}
	}
	if e.StartAt != "" {
		m, err := readMoment(e.StartAt)
		if err != nil {
			return nil, err
		}
		s.start = &m.at
	}
	if err := s.cite(w, asOf); err != nil {
		return nil, err
	}
	if !asOf.IsZero() && !reached(s.KnownAt, asOf) {
		return nil, nil
	}
	if s.Reads == "" {
		s.Reads = "occurred"
	}
	if !asOf.IsZero() && (s.Reads == "occurred" || s.Reads == "unconfirmed") && s.begins() != nil && s.begins().After(asOf) {
		s.Reads = "scheduled"
	}
	for _, p := range e.Participants {
		if p.Representing == "" {
			if p.Representing, err = w.represents(p.Actor, s.roleDay()); err != nil {
				return nil, err
			}
		}
		s.Participants = append(s.Participants, p)
	}
	return s, nil
}

func reached(at *time.Time, asOf time.Time) bool { return at != nil && !at.After(asOf) }

func (s *Seen) cite(w *World, asOf time.Time) error {
	for _, c := range s.Citations {
		d := w.Documents[c.Document]
		if d == nil {
			d = &Document{}
		}
		known, err := d.KnownAt()
		if err != nil {
			return err
		}
		if known != nil && c.Supports != "mentions" && (s.KnownAt == nil || known.Before(*s.KnownAt)) {
			s.KnownAt = known
		}
		grade := c.Grade
		switch len(grade) {
		case 0:
			grade = "F6"
		case 1:
			letter := "F"
			if source := w.Sources[d.Source]; source != nil && source.Reliability != "" {
				letter = source.Reliability
			}
			grade = letter + grade
		}
		if asOf.IsZero() || reached(known, asOf) {
			s.Cited = append(s.Cited, Cited{c.Document, d.Source, grade, known, c.Supports == "" || c.Supports == "supports", c.Says})
		}
	}
	return nil
}

// KnownAt is when a document became known: its publication, else its retrieval; a date counts when it is over.
func (d *Document) KnownAt() (*time.Time, error) {
	for _, text := range []string{d.Published, d.RetrievedAt} {
		if text == "" {
			continue
		}
		m, err := readMoment(text)
		if err != nil {
			return nil, err
		}
		if at, ok := m.ends(); ok {
			return &at, nil
		}
	}
	return nil, nil
}

// begins is the event's first instant; nil where nobody says.
func (s *Seen) begins() *time.Time {
	if s.start != nil {
		return s.start
	}
	if first := s.date.first(); first != noStart {
		at := midnight(first, s.zone)
		return &at
	}
	return nil
}

// roleDay is the day on which participants' roles are read.
func (s *Seen) roleDay() int {
	if s.start != nil {
		return dayNumber(s.start.Year(), int(s.start.Month()), s.start.Day())
	}
	if first := s.date.first(); first != noStart {
		return first
	}
	return s.date.last()
}

// represents tells for whom an actor speaks on a day.
func (w *World) represents(actor string, day int) (string, error) {
	a := w.Actors[actor]
	if a == nil {
		return "", nil
	}
	for _, role := range a.Roles {
		first, last := noStart, noEnd
		if role.From != "" {
			d, err := readDate(role.From)
			if err != nil {
				return "", err
			}
			first = d.first()
		}
		if role.To != "" {
			d, err := readDate(role.To)
			if err != nil {
				return "", err
			}
			last = d.last()
		}
		if role.OnBehalfOf != "" && first <= day && day <= last {
			return role.OnBehalfOf, nil
		}
	}
	if a.Kind == "state" || a.Kind == "organisation" || a.Kind == "coalition" {
		return actor, nil
	}
	return "", nil
}

// TookPart tells a participant from one the event is about or addressed to.
func (p Participant) TookPart() bool { return p.Role != "subject" && p.Role != "addressee" }

// About lists whom the event is about or addressed to, or a claim names.
func (s *Seen) About() []string {
	var about []string
	for _, p := range s.Participants {
		if !p.TookPart() {
			about = append(about, p.Actor)
		}
	}
	if s.Leak != nil {
		for _, claim := range s.Leak.Claims {
			about = append(about, claim.Actors...)
		}
	}
	return about
}

// AllTopics lists the event's topics, its claims' and its positions'.
func (s *Seen) AllTopics() []string {
	topics := slices.Clone(s.Topics)
	if s.Leak != nil {
		for _, claim := range s.Leak.Claims {
			topics = append(topics, claim.Topic)
		}
	}
	for _, p := range s.Positions {
		topics = append(topics, p.On.Topic)
	}
	return slices.DeleteFunc(topics, func(t string) bool { return t == "" })
}

// AllPlans lists the plans that the event does something with or shows a position on.
func (s *Seen) AllPlans() []string {
	var plans []string
	for _, u := range s.Plans {
		plans = append(plans, u.Plan)
	}
	for _, p := range s.Positions {
		plans = append(plans, p.On.Plan)
	}
	return slices.DeleteFunc(plans, func(p string) bool { return p == "" })
}

// Texts lists what q looks into: the event's texts, then the names of those who took part.
func (s *Seen) Texts(w *World) []string {
	texts := []string{s.Title, s.Summary}
	if s.Statement != nil && s.Statement.Quote != nil {
		texts = append(texts, s.Statement.Quote.Text)
		if s.Statement.Quote.Translation != nil {
			texts = append(texts, s.Statement.Quote.Translation.Text)
		}
	}
	if s.Leak != nil {
		for _, claim := range s.Leak.Claims {
			texts = append(texts, claim.Text)
		}
	}
	for _, p := range s.Participants {
		if !p.TookPart() {
			continue
		}
		for id, a := range w.Actors {
			if w.same(id, p.Actor) {
				texts = append(texts, a.Name)
				for _, n := range a.Names {
					texts = append(texts, n.Name)
				}
			}
		}
	}
	return texts
}
