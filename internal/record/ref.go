package record

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// DocumentRef points from a citation to its document. A stored record always holds the id; a write
// may give the document itself instead, which is then found by its address or made.
// In JSON it is a string, or in writes an object with the fields of a document.
type DocumentRef struct {
	ID     string
	Inline *Document // nil when ID is set
}

// IsZero tells whether no document is pointed to.
func (r DocumentRef) IsZero() bool { return r.ID == "" && r.Inline == nil }

// MarshalJSON writes the id, or the document given in its place while there is no id.
func (r DocumentRef) MarshalJSON() ([]byte, error) {
	if r.ID == "" && r.Inline != nil {
		return marshal(r.Inline)
	}
	return marshal(r.ID)
}

// UnmarshalJSON reads what MarshalJSON writes. It is for stored records; bodies go through Decode,
// which looks into the object strictly.
func (r *DocumentRef) UnmarshalJSON(data []byte) error {
	*r = DocumentRef{}
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		r.Inline = new(Document)
		if err := json.Unmarshal(data, r.Inline); err != nil {
			return fmt.Errorf("read the document of a citation: %w", err)
		}
		return nil
	}
	if err := json.Unmarshal(data, &r.ID); err != nil {
		return fmt.Errorf("read the document id of a citation: %w", err)
	}
	return nil
}

// Key identifies the document among the citations of one record: the id, else the address of the
// document given in its place, else its source and title.
func (r DocumentRef) Key() string {
	switch {
	case r.ID != "":
		return r.ID
	case r.Inline == nil:
		return ""
	case r.Inline.URL != "":
		return r.Inline.URL
	}
	return r.Inline.Source + " " + r.Inline.Title
}
