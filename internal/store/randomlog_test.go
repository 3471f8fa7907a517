package store_test

import (
	"database/sql"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"backchannel/internal/oracle"
	"backchannel/internal/record"
)

// history reads the change log past the store, as data.
func (w *world) history() *oracle.History {
	w.t.Helper()
	file, err := sql.Open("sqlite", "file:"+w.path+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.Query("SELECT seq, type, id, body, recorded_at FROM change ORDER BY seq")
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	h := new(oracle.History)
	for rows.Next() {
		var c oracle.Change
		var at int64
		if err := rows.Scan(&c.Seq, &c.Type, &c.ID, &c.Body, &at); err != nil {
			w.t.Fatal(err)
		}
		c.RecordedAt = time.UnixMicro(at).UTC()
		h.Changes = append(h.Changes, c)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	w.checkLog(h)
	return h
}

// checkLog checks that the log ends with every record as it was written, and no other.
func (w *world) checkLog(h *oracle.History) {
	w.t.Helper()
	logged, written := map[string]string{}, map[string]string{}
	for _, c := range h.Changes {
		if logged[c.Type+" "+c.ID] = string(c.Body); len(c.Body) == 0 {
			delete(logged, c.Type+" "+c.ID)
		}
	}
	for t, records := range w.live {
		for id, r := range records {
			own, err := record.Own(r)
			if err != nil {
				w.t.Fatal(err)
			}
			written[key(t, id)] = string(own)
		}
	}
	if diff := cmp.Diff(written, logged); diff != "" {
		w.t.Errorf("the log does not end with what was written (-written +logged):\n%s", diff)
	}
}
