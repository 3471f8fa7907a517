package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/record"
)

const (
	mediaJSON  = "application/json"
	mediaMerge = "application/merge-patch+json" // RFC 7396
)

// readBody reads a body of one of the media types.
func readBody(x *exchange, mediaTypes ...string) ([]byte, error) {
	h := x.request.Header
	given, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	charset := strings.ToLower(parameters["charset"])
	if err != nil || !slices.Contains(mediaTypes, given) || charset != "" && charset != "utf-8" || h.Get("Content-Encoding") != "" {
		p := problem("unsupported_media_type", fmt.Sprintf("The body is of the type %q; what is taken here is %s, not compressed.",
			shorten(strings.TrimSpace(h.Get("Content-Type")+" "+h.Get("Content-Encoding"))), strings.Join(mediaTypes, " or ")))
		if x.request.Method == http.MethodPatch {
			p.header("Accept-Patch", strings.Join(mediaTypes, ", "))
		}
		return nil, p
	}
	body, err := io.ReadAll(x.request.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, problem("body_too_large", "")
	case err != nil:
		return nil, caused(err, "invalid_body")
	}
	return body, nil
}

// sent is a record as a body holds it.
type sent struct {
	record   record.Record // nil where the body is no JSON object
	faults   record.Faults
	revision *int   // that the body says the writer saw
	at       string // pointer to the record: "" or "/data"
}

// decodeRecord reads a record, or the answer of a GET with a record in its data. Everything that is wrong with the
// record itself is in its faults.
func decodeRecord(t record.Type, body []byte) sent {
	var b sent
	keys, faults := topKeys(body)
	if data, ok := keys["data"]; ok && isAnswer(keys) {
		body, b.at, b.faults = data, "/data", faults
		keys, _ = topKeys(data)
	}
	decoded, faults := record.Decode(t, body)
	b.record = decoded
	for _, f := range faults {
		b.fault(f)
	}
	b.readRevision(keys)
	return b
}

// fault adds a fault whose pointer begins at the record.
func (b *sent) fault(f record.Fault) {
	f.Pointer = b.at + f.Pointer
	b.faults = append(b.faults, f)
}

// and adds faults of a later check where nothing is said of their place yet.
func (b *sent) and(more record.Faults) {
	moved := slices.Clone(more)
	for i := range moved {
		moved[i].Pointer = b.at + moved[i].Pointer
	}
	b.faults = b.faults.And(moved)
}

// isAnswer tells an answer's envelope from a record: data is an object, and beside it stands nothing but what stands
// beside data in answers.
func isAnswer(keys map[string]json.RawMessage) bool {
	for key := range keys {
		if !slices.Contains([]string{"data", "page", "meta", "citing", "labels", "included", "links"}, key) {
			return false
		}
	}
	return bytes.HasPrefix(keys["data"], []byte("{"))
}

// topKeys gives the values under the keys of an object, and the keys that stand in it twice; nil where the body is none.
func topKeys(body []byte) (map[string]json.RawMessage, record.Faults) {
	if !json.Valid(body) || !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	keys, faults := map[string]json.RawMessage{}, record.Faults(nil)
	if _, err := dec.Token(); err != nil {
		return nil, nil
	}
	for dec.More() {
		token, err := dec.Token()
		name, isKey := token.(string)
		var value json.RawMessage
		if err != nil || !isKey || dec.Decode(&value) != nil {
			return nil, nil // it is valid, so this is not reached
		}
		if _, twice := keys[name]; twice {
			faults = append(faults, record.Fault{Pointer: "/" + name, Code: "duplicate_key",
				Detail: fmt.Sprintf("The key %q stands twice in one object.", shorten(name)), Hint: "Leave one of them out."})
		}
		keys[name] = value
	}
	return keys, faults
}

// readRevision reads the revision that stands among the keys of a record.
func (b *sent) readRevision(keys map[string]json.RawMessage) {
	raw, ok := keys["revision"]
	if !ok || string(raw) == "null" {
		return
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil || n < 1 {
		b.fault(record.Fault{Pointer: "/revision", Code: "wrong_type", Given: shorten(string(raw)),
			Detail: "revision must be the number of a revision, from 1.", Hint: "Send the revision that the GET showed."})
		return
	}
	b.revision = &n
}

// name gives the record the id of the path, or one made of what it says; an id in the body has to be that of the path.
func (b *sent) name(id string) {
	if b.record == nil {
		return
	}
	own := b.record.RecordID()
	switch {
	case own == "" && id == "":
		if made := record.MakeID(b.record); record.ValidID(made) {
			record.SetID(b.record, made)
		}
	case own == "":
		record.SetID(b.record, id)
	case id != "" && own != id:
		b.fault(record.Fault{Pointer: "/id", Code: "id_mismatch", Given: shorten(own),
			Detail: fmt.Sprintf("The body's id is %q, the address's %q.", shorten(own), shorten(id)), Hint: "Leave id out of the body, or write that of the address. An id cannot change."})
	}
}

// problem is what is wrong with the body; nil when nothing is.
func (b *sent) problem() error {
	if len(b.faults) == 0 {
		return nil
	}
	name := "invalid_record"
	if b.record == nil {
		name = "invalid_body"
	}
	return faulty(name, b.faults)
}

// faulty is the problem of a body with faults.
func faulty(name string, faults record.Faults) *Problem {
	detail := faults[0].Detail
	if len(faults) > 1 {
		detail = fmt.Sprintf("The body has %d faults; the first: %s", len(faults), detail)
	}
	return problem(name, detail).with(faults...)
}

// Patch is a JSON Merge Patch (RFC 7396): keys of a record with what they become.
type Patch map[string]any
