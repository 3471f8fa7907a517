package format

import (
	"time"

	"backchannel/internal/record"
)

// Change is why an event reads as it does since its last revision. The zero value tells nothing.
type Change struct {
	Corrected bool   // what stood there before was wrong
	Reason    string // as its editor gave it; "" where none was given
}

// Retraction is an event that was taken out of the record, for the formats that people subscribe to.
type Retraction struct {
	Was      *record.EventAnswer // as it was last served
	At       time.Time           // UTC
	Revision int                 // of the retraction
	Reason   string              // "": none was given
}

// change tells of an event's last change; nil where there is nothing to tell but that there was one.
func (o *Options) change(a *record.EventAnswer) *Change {
	if o.Change == nil || a.Revision < 2 {
		return nil
	}
	if c := o.Change(a.ID, a.Revision); c != (Change{}) {
		return &c
	}
	return nil
}

// changeFact is the last change as a line: "Corrected", "2025-05-02T10:00:00Z, the year was wrong".
func (o *Options) changeFact(s *sheet, a *record.EventAnswer) {
	c := o.change(a)
	if c == nil {
		return
	}
	name := "Changed"
	if c.Corrected {
		name = "Corrected"
	}
	s.fact(name, text(because(a.UpdatedAt, c.Reason)))
}

// sentence says that an event was retracted, when and why.
func (r Retraction) sentence() string {
	return "Retracted: " + because(r.At, r.Reason)
}

func because(at time.Time, reason string) string {
	words := stamp(at.UTC())
	if reason = oneLine(reason); reason != "" {
		words += ", " + reason
	}
	return words
}
