package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"testing"

	"backchannel/internal/record"
)

// benchRows are 50 events of the mean size of a stored document, 850 bytes.
func benchRows(b *testing.B) []Row {
	b.Helper()
	// The summary brings a short event of the corpus to size.
	var a record.EventAnswer
	if err := json.Unmarshal(corpus(b)[2].JSON, &a); err != nil {
		b.Fatal(err)
	}
	for {
		row := rowFrom(b, &a)
		if len(row.JSON) >= 850 {
			sum := RowDigest(row.JSON)
			row.Digest = sum[:]
			rows := make([]Row, 50)
			for i := range rows {
				rows[i] = row
			}
			return rows
		}
		a.Summary += "x"
	}
}

func benchPage(b *testing.B, name string, opts Options, rows []Row) {
	f, _ := ByName(name)
	var out bytes.Buffer
	tail := testTail()
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		enc, err := NewEvents(f, &out, opts)
		if err != nil {
			b.Fatal(err)
		}
		_ = enc.Begin(Head{})
		for i := range rows {
			if err := enc.Event(rows[i]); err != nil {
				b.Fatal(err)
			}
		}
		if err := enc.End(tail); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(out.Len()))
}

func BenchmarkJSONPageOf50(b *testing.B) { benchPage(b, "json", Options{}, benchRows(b)) }

func BenchmarkJSONPageOf50WithDigest(b *testing.B) {
	benchPage(b, "json", Options{Digest: true}, benchRows(b))
}

func BenchmarkJSONPageOf50WithFields(b *testing.B) {
	benchPage(b, "json", Options{Fields: []string{"title", "date", "known_at"}}, benchRows(b))
}

func BenchmarkTextPageOf50(b *testing.B) { benchPage(b, "txt", testOptions(), benchRows(b)) }

func benchRow(b *testing.B, name string, opts Options, row Row) {
	f, _ := ByName(name)
	enc, err := NewEvents(f, bufio.NewWriter(io.Discard), opts)
	if err != nil {
		b.Fatal(err)
	}
	if err := enc.Begin(Head{}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := enc.Event(row); err != nil {
			b.Fatal(err)
		}
	}
}

// The decoding that csv asks of the caller is not in the first, and in the second by encoding/json.
func BenchmarkCSVRow(b *testing.B) {
	row := corpus(b)[0]
	a, err := row.Answer()
	if err != nil {
		b.Fatal(err)
	}
	benchRow(b, "csv", testOptions(), Row{Answer: func() (*record.EventAnswer, error) { return a, nil }})
}

func BenchmarkCSVRowDecoded(b *testing.B) { benchRow(b, "csv", testOptions(), corpus(b)[0]) }

func BenchmarkCSVRowOfMeanSize(b *testing.B) { benchRow(b, "csv", testOptions(), benchRows(b)[0]) }

func BenchmarkCSVRowOfMeanSizeDecoded(b *testing.B) {
	benchRow(b, "csv", testOptions(), rowOf(benchRows(b)[0].JSON))
}

func BenchmarkNDJSONRow(b *testing.B) {
	benchRow(b, "ndjson", Options{Proof: true}, benchRows(b)[0])
}
