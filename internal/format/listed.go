package format

import (
	"bytes"
	"encoding/json"
	"io"

	"backchannel/internal/record"
)

// listed writes a format that is JSON with one value an event in one list, each on its own line. What a terminal
// would obey is escaped, which changes no value.
type listed struct {
	w     io.Writer
	open  func(Head) (any, string)               // an object that stands around the list, nil for none, and the key of the list in it
	row   func(*record.EventAnswer) (any, error) // what is written of an event
	close func(Envelope) any                     // an object whose keys follow the list; nil: none do
	keyed bool
	rows  int
	html  bool // escape < > & too
}

func (e *listed) Begin(head Head) error {
	if e.open == nil {
		_, err := io.WriteString(e.w, "[\n")
		return err
	}
	around, key := e.open(head)
	body, err := e.json(around)
	if err != nil {
		return err
	}
	body = body[:len(body)-1] // its closing brace comes last
	if len(body) > 1 {
		body = append(body, ',')
	}
	e.keyed = true
	_, err = e.w.Write(append(appendString(body, key), ":[\n"...))
	return err
}

func (e *listed) Event(row Row) error {
	a, err := row.Answer()
	if err != nil {
		return err
	}
	value, err := e.row(a)
	if err != nil {
		return err
	}
	body, err := e.json(value)
	if err != nil {
		return err
	}
	if e.rows++; e.rows > 1 {
		body = append([]byte(",\n"), body...)
	}
	_, err = e.w.Write(body)
	return err
}

func (e *listed) End(tail Envelope) error {
	end := []byte("\n]")
	if e.keyed {
		if e.close != nil {
			more, err := e.json(e.close(tail))
			if err != nil {
				return err
			}
			if more = more[1 : len(more)-1]; len(more) > 0 {
				end = append(append(end, ",\n"...), more...)
			}
		}
		end = append(end, '}')
	}
	_, err := e.w.Write(append(end, '\n'))
	return err
}

func (e *listed) json(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(e.html)
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	return escapeControls(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// readFrom says what an answer was read from, for formats that let it stand beside their list.
type readFrom struct {
	Permalink string  `json:"permalink,omitempty"`
	AsOf      *string `json:"as_of"`
	Snapshot  int64   `json:"snapshot"`
	Coverage  string  `json:"coverage,omitempty"`
}

func readFromOf(tail Envelope) readFrom {
	return readFrom{tail.Links.Permalink, tail.Meta.AsOf, tail.Meta.Snapshot, tail.Meta.Coverage}
}
