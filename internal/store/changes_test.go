package store_test

import (
	"testing"

	"backchannel/internal/fixture"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestTheChangeLogIsReadCommitByCommitAndTheExportHoldsWhatStands(t *testing.T) {
	st := fixture.Store(t)
	woken := []int64{}
	stop := st.OnCommit(func(seq int64) { woken = append(woken, seq) })
	write := func(changes ...store.Change) {
		if _, err := st.Write(t.Context(), store.Batch{By: "test", Changes: changes}); err != nil {
			t.Fatal(err)
		}
	}
	topic := func(id string) record.Record { return &record.Topic{ID: id, Label: id} }
	write(store.Change{Operation: store.Put, Record: topic("alpha")}, store.Change{Operation: store.Put, Record: topic("beta")})
	write(store.Change{Operation: store.Retract, Type: record.TypeTopic, ID: "alpha"})
	stop()
	if len(woken) != 2 || woken[1] != 3 {
		t.Errorf("woken %v", woken)
	}
	for after, want := range []int64{2, 2, 3, 0} {
		c, err := st.CommitAfter(t.Context(), int64(after))
		if err != nil || c.Seq != want {
			t.Errorf("after %d comes commit %d, want %d (%v)", after, c.Seq, want, err)
		}
		if want == 2 && len(c.Changes) != 2 {
			t.Errorf("after %d the commit has %d changes, not whole", after, len(c.Changes))
		}
	}
	var ids []string
	for r, err := range st.Head().Export(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	if len(ids) != 1 || ids[0] != "beta" {
		t.Errorf("exported %v, want beta", ids)
	}
}
