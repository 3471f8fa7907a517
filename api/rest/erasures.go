package rest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// Erasure asks for one text of a record to be erased.
type Erasure struct {
	Pointer string `json:"pointer" example:"/citations/0/excerpt"` // RFC 6901 pointer to the text in the newest revision that has it
	Reason  string `json:"reason" example:"court order of 4 May"`  // it stays in the history
	// The revision that the writer saw, where neither If-Match nor the address says it.
	Revision int `json:"revision,omitempty" minimum:"1"`
}

// eraseText erases one text from every revision of a record.
//
//	@ID			eraseText
//	@Tags		history
//	@Param		type	path		string		true	"The type"	Enums(events, actors, sources, documents, topics)
//	@Param		id		path		string		true	"The record's id"
//	@Param		erasure	body		Erasure		true	"Which text, and why"
//	@Param		writing	query		Erasing		false	"What was seen, and whether it is only tried"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[admin]
//	@Router		/v1/{type}/{id}/erasures [post]
func (s *Server) eraseText(x *exchange) error {
	t, _ := record.ParseType(x.param("type")) // the router knows only types that are served
	w, err := s.bindWish(x, t, Erasing{})
	if err != nil {
		return err
	}
	body, err := readBody(x, mediaJSON)
	if err != nil {
		return err
	}
	b := decodeFields(body, "pointer", "reason", "revision")
	pointer := b.text("pointer", true, 500)
	w.reason, w.erase = b.text("reason", true, maxReason), true
	if pointer != "" && !strings.HasPrefix(pointer, "/") {
		b.fault(record.Fault{Pointer: "/pointer", Code: "invalid_pointer", Given: shorten(pointer), Detail: "A pointer begins with a slash (RFC 6901).",
			Hint: "Write /summary, or /citations/0/excerpt. To erase the whole record, DELETE it with erase=1."})
	}
	b.readRevision(b.keys)
	w.saw(b.revision)
	if err := b.problem(); err != nil {
		return err
	}
	return s.take(x, w, store.Change{Operation: store.Erase, Type: t, ID: w.id, Pointer: pointer})
}

// Erasing is what the erasure of a text takes in the address.
type Erasing struct {
	// The revision that the writer saw, where neither If-Match nor the body says it.
	Revision int `query:"revision" form:"revision" minimum:"1" example:"1"`
	// 1 checks everything and writes nothing.
	DryRun string `query:"dry_run" form:"dry_run" enums:"0,1,false,true" default:"0"`
}

// fields is a body that is no record: a few keys with texts.
type fields struct {
	sent
	keys map[string]json.RawMessage
	ok   bool // the body is an object
}

// decodeFields reads an object that has no other keys than these.
func decodeFields(body []byte, names ...string) fields {
	keys, faults := topKeys(body)
	f := fields{keys: keys, ok: keys != nil, sent: sent{faults: faults}}
	if !f.ok {
		_, f.faults = record.Decode(record.TypeTopic, body) // it says what is wrong with the JSON
		return f
	}
	for name := range keys {
		if !slices.Contains(names, name) {
			f.fault(record.Fault{Pointer: "/" + name, Code: "unknown_field", Given: shorten(name),
				Detail: fmt.Sprintf("There is no key %q here.", shorten(name)), Hint: nearestOf(name, names)})
		}
	}
	slices.SortFunc(f.faults, func(a, b record.Fault) int { return strings.Compare(a.Pointer, b.Pointer) })
	return f
}

// text reads the text under a key.
func (f *fields) text(name string, required bool, limit int) string {
	raw, given := f.keys[name]
	var v string
	switch {
	case !f.ok:
	case !given || string(raw) == "null" || string(raw) == `""`:
		if required {
			f.fault(record.Fault{Pointer: "/" + name, Code: "required", Detail: name + " is missing."})
		}
	case json.Unmarshal(raw, &v) != nil:
		f.fault(record.Fault{Pointer: "/" + name, Code: "wrong_type", Given: shorten(string(raw)), Detail: name + " must be a string."})
	case strings.ContainsFunc(v, isControl) || strings.ContainsRune(v, '\ufffd'):
		f.fault(record.Fault{Pointer: "/" + name, Code: "control_character", Detail: name + " must be plain text of one line."})
	case len([]rune(v)) > limit:
		f.fault(record.Fault{Pointer: "/" + name, Code: "too_long", Detail: fmt.Sprintf("%s may have %d characters.", name, limit), Hint: "Shorten it."})
	default:
		return strings.TrimSpace(v)
	}
	return ""
}

// problem is what is wrong with the body; nil when nothing is.
func (f *fields) problem() error {
	switch {
	case len(f.faults) == 0:
		return nil
	case !f.ok:
		return faulty("invalid_body", f.faults)
	}
	return faulty("invalid_record", f.faults)
}
