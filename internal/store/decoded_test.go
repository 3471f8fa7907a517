package store

import (
	"testing"

	"backchannel/internal/record"
)

func TestADocumentThatWasErasedMeanwhileIsNotKept(t *testing.T) {
	d := newDecoded()
	_, before := d.get(7)
	d.clear()
	d.put(7, &record.Document{ID: "erased"}, before)
	if kept, _ := d.get(7); kept != nil {
		t.Errorf("%s is kept", kept.ID)
	}
	_, turn := d.get(7)
	d.put(7, &record.Document{ID: "read"}, turn)
	if kept, _ := d.get(7); kept == nil || kept.ID != "read" {
		t.Error("a document that was read is not kept")
	}
}

func TestKeptDocumentsAreBounded(t *testing.T) {
	d := newDecoded()
	for rec := range int64(2*mostDecoded + 5) {
		got, err := d.document(rec, []byte(`{"id":"paper","source":"wire","title":"A paper"}`))
		if err != nil || got.Title != "A paper" {
			t.Fatalf("document %d: %+v, %v", rec, got, err)
		}
		again, err := d.document(rec, []byte("what is kept is not read"))
		if err != nil || again != got {
			t.Fatalf("document %d was read twice: %v", rec, err)
		}
	}
	if n := len(d.kept); n > mostDecoded || n == 0 {
		t.Errorf("%d documents are kept", n)
	}
	if _, err := d.document(-1, []byte("{")); err == nil {
		t.Error("half a document was read")
	}
}
