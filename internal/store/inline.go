package store

import (
	"fmt"
	"slices"

	"backchannel/internal/record"
)

// resolveInline turns documents given inside citations into ids: the document that has the address
// already, in this batch or the database, else a new one, which becomes a change of its own.
func (w *writer) resolveInline() error {
	byAddress := map[string]string{}
	for _, c := range w.batch.Changes {
		if d, ok := c.Record.(*record.Document); ok && c.Operation == Put && d.URL != "" {
			byAddress[d.URL] = d.ID
		}
	}
	changes := slices.Clone(w.batch.Changes)
	for i, c := range changes {
		e, ok := c.Record.(*record.Event)
		if !ok || c.Operation != Put || !slices.ContainsFunc(e.Citations, givenInline) {
			continue
		}
		own := *e
		own.Citations = slices.Clone(e.Citations)
		for n := range own.Citations {
			made, err := w.resolveDocument(&own.Citations[n].Document, byAddress)
			if err != nil {
				return invalidAt(i, c, fmt.Sprintf("/citations/%d/document", n), err)
			}
			if made != nil {
				changes = append(changes, Change{Operation: Put, Record: made, Expect: new(int), Reason: c.Reason})
			}
		}
		changes[i].Record, changes[i].own = &own, nil
	}
	w.batch.Changes = changes
	w.results = make([]Result, len(changes))
	return nil
}

func givenInline(c record.Citation) bool { return c.Document.ID == "" && c.Document.Inline != nil }

// resolveDocument gives a reference its id. made is the new document, where one is needed.
func (w *writer) resolveDocument(ref *record.DocumentRef, byAddress map[string]string) (made *record.Document, err error) {
	if ref.ID != "" || ref.Inline == nil {
		return nil, nil
	}
	d := *ref.Inline
	if d.URL != "" {
		id := byAddress[d.URL]
		if id == "" {
			if id, err = w.documentAt(d.URL); err != nil {
				return nil, err
			}
		}
		if id != "" {
			*ref = record.DocumentRef{ID: id}
			return nil, nil
		}
	}
	if d.ID == "" {
		d.ID = record.MakeID(&d)
	}
	if faults := d.Validate(); len(faults) > 0 {
		return nil, faults
	}
	byAddress[d.URL] = d.ID
	*ref = record.DocumentRef{ID: d.ID}
	return &d, nil
}

// documentAt is the id of the current document with an address; "" when there is none.
func (w *writer) documentAt(address string) (string, error) {
	var ids []string
	err := w.tx.Model(&documentIndex{}).Where("address = ? AND sup = ?", address, never).Order("id").Limit(1).Pluck("id", &ids).Error
	if err != nil {
		return "", fmt.Errorf("look for the document at %s: %w", address, err)
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], nil
}

// invalidAt makes faults found while resolving into those of one change.
func invalidAt(i int, c Change, pointer string, err error) error {
	faults, ok := err.(record.Faults)
	if !ok {
		return err
	}
	for n := range faults {
		faults[n].Pointer = pointer + faults[n].Pointer
	}
	return InvalidBatch{{i, c.Record.RecordType(), c.Record.RecordID(), faults}}
}
