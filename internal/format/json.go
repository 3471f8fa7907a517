package format

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"sync"

	"backchannel/internal/record"
)

// jsonEncoder writes the envelope around rows whose bytes are copied as they are: each record stands on its own
// line, so that the answer can be read with grep as well as with a parser.
type jsonEncoder struct {
	w      io.Writer
	opts   Options
	keep   map[string]bool // nil: everything
	rows   int
	head   Head
	event  *record.EventAnswer // of an answer with one that is to be cited
	digest Digest
	pruned []byte
	sep    []byte // between rows; a field, since a literal would be allocated for every write
}

func newJSONEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return newJSON(w, opts, eventKeep(opts)), nil
}

func newJSONRecords(w io.Writer, columns []Column, opts Options) (RecordEncoder, error) {
	return newJSON(w, opts, recordKeep(columns, opts.Fields)), nil
}

func newJSON(w io.Writer, opts Options, keep map[string]bool) *jsonEncoder {
	return &jsonEncoder{w: w, opts: opts, keep: keep, sep: []byte(",\n")}
}

func (e *jsonEncoder) Begin(head Head) error {
	e.head = head
	start := "{\"data\":[\n"
	if e.opts.Single {
		start = `{"data":`
	}
	_, err := io.WriteString(e.w, start)
	return err
}

func (e *jsonEncoder) Event(row Row) error {
	if e.opts.Cite && e.opts.Single {
		var err error
		if e.event, err = row.Answer(); err != nil {
			return err
		}
	}
	return e.row(row.JSON, row.Digest)
}

func (e *jsonEncoder) Record(row RecordRow) error { return e.row(row.JSON, row.Digest) }

func (e *jsonEncoder) row(body, digest []byte) error {
	if e.keep != nil {
		var err error
		if e.pruned, err = prune(e.pruned[:0], body, e.keep); err != nil {
			return err
		}
		body, digest = e.pruned, nil
	}
	if e.opts.Digest {
		e.digest.add(body, digest)
	}
	if e.rows > 0 {
		if _, err := e.w.Write(e.sep); err != nil {
			return err
		}
	}
	e.rows++
	_, err := e.w.Write(body)
	return err
}

// mostTail is how large a buffer is worth holding: what follows fifty rows has some 10 kB.
const mostTail = 256 << 10

// tails are buffers for what follows the rows.
var tails = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// End writes what follows the rows. An answer of one record has no page, no total and no next page; without its
// record it would be no JSON, so data is null then.
func (e *jsonEncoder) End(tail Envelope) error {
	if e.opts.Digest && tail.Meta.Digest == "" {
		tail.Meta.Digest = e.digest.String()
	}
	b := tails.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= mostTail {
			tails.Put(b)
		}
	}()
	b.Reset()
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false) // links hold &, and this is no HTML
	part := func(name string, value any) error {
		b.WriteString("," + `"` + name + `":`)
		return enc.Encode(value)
	}
	var links any = tail.Links
	switch {
	case !e.opts.Single:
		b.WriteString("\n]\n")
		if err := part("page", tail.Page); err != nil {
			return err
		}
	case e.rows == 0:
		b.WriteString("null\n")
	default:
		b.WriteString("\n")
	}
	if e.opts.Single {
		tail.Meta.Total, tail.Meta.TotalIs = nil, ""
		if !e.opts.View {
			tail.Meta.Undated = nil
		}
		links = singleLinks(tail.Links)
	}
	if err := part("meta", tail.Meta); err != nil {
		return err
	}
	if e.opts.Cite {
		if err := part("citing", cited(e.event, tail.Meta.Description, tail.citing(e.head)).citations()); err != nil {
			return err
		}
	}
	writeLabels(b, tail.Labels, tail.Named)
	writeIncluded(b, tail.Included)
	if err := part("links", links); err != nil {
		return err
	}
	b.WriteString("}\n")
	_, err := e.w.Write(escapeControls(b.Bytes()))
	return err
}

// singleLinks are the Links of an answer that has no next page to be null.
type singleLinks struct {
	Self      string  `json:"self"`
	Next      *string `json:"next,omitempty"`
	Permalink string  `json:"permalink,omitempty"`
	CSV       string  `json:"csv,omitempty"`
	Stream    string  `json:"stream,omitempty"`
}

// writeLabels writes the labels with each of the three maps there, so that readers need not ask; of Labels, names
// stand in the order of their ids.
func writeLabels(b *bytes.Buffer, l Labels, written Named) {
	b.WriteString(`,"labels":{`)
	line := b.AvailableBuffer()
	for i, t := range []record.Type{record.TypeActor, record.TypeSource, record.TypeTopic} {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(appendString(line, t.Plural()), ':', '{')
		members := written[t.Plural()]
		for _, id := range slices.Sorted(maps.Keys(l[t.Plural()])) {
			members = append(members, Member(id, l[t.Plural()][id]))
		}
		for j, member := range members {
			if j > 0 {
				line = append(line, ',')
			}
			line = append(line, member...)
		}
		line = append(line, '}')
	}
	b.Write(append(line, "}\n"...))
}

// writeIncluded copies whole records as they are.
func writeIncluded(b *bytes.Buffer, included map[string][]json.RawMessage) {
	b.WriteString(`,"included":{`)
	for i, name := range slices.Sorted(maps.Keys(included)) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(appendString(nil, name))
		b.WriteString(":[")
		for j, body := range included[name] {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
			b.Write(body)
		}
		b.WriteString("]")
	}
	b.WriteString("}\n")
}
