package rest

import (
	"bytes"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// ExportShape is what the export takes.
type ExportShape struct {
	// The database as it was: a change number, or a time.
	Snapshot string `query:"snapshot" form:"snapshot" example:"1"`
	// The format, of which there is one.
	Format string `query:"format" form:"format" enums:"ndjson" example:"ndjson"`
	// 1 ends with a count and a digest, so that a cut file is noticed.
	Proof string `query:"proof" form:"proof" enums:"0,1" default:"0"`
	Epoch
}

// ExportLine is a line of the export: a record as it was entered, with its type.
type ExportLine struct {
	Type record.Type `json:"type"`
	ID   string      `json:"id"`
}

// export answers with every record.
//
//	@Summary		Export everything
//	@Description	Every record as it was entered, a line each that begins with its type, in an order in which what is referred to comes first.
//	@ID				export
//	@Tags			changes
//	@Produce		application/x-ndjson
//	@Param			shape	query		ExportShape	false	"Of what commit, and how it ends"
//	@Success		200		{object}	ExportLine	"The records"
//	@Router			/v1/export [get]
func (s *Server) export(x *exchange) error {
	x.offered = []format.Format{ndjson()}
	q, r, err := s.bind(x, "/v1/export", "", s.takes.export, false)
	if err != nil {
		return err
	}
	q.single = false
	if q, err = q.done(r); err != nil || s.known(x, q, 0) {
		return err
	}
	out := s.spool(x, q, 0)
	defer out.close()
	enc, err := format.NewRecords(q.format, out, nil, q.options(x.request.Context()))
	if err != nil {
		return err
	}
	if err := enc.Begin(s.head(q, "Export")); err != nil {
		return err
	}
	for line, err := range q.view.Export(x.request.Context()) {
		if err != nil {
			return err
		}
		if err := enc.Record(format.RecordRow{JSON: typed(line.Type, line.Body)}); err != nil {
			return err
		}
	}
	tail := s.envelope(q, store.Page{})
	if err := enc.End(tail); err != nil {
		return err
	}
	return out.end(store.Page{})
}

// ndjson is the one format of the export.
func ndjson() format.Format {
	f, _ := format.ByName("ndjson")
	return f
}

// typed is a record's own form with its type before everything.
func typed(t record.Type, own []byte) []byte {
	return bytes.Join([][]byte{[]byte(`{"type":"`), []byte(t), []byte(`",`), bytes.TrimPrefix(own, []byte("{"))}, nil)
}
