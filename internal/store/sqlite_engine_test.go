package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// plainEngine opens an engine on a small table.
func plainEngine(t *testing.T) *engine {
	t.Helper()
	path := filepath.Join(t.TempDir(), "with space & ü.db")
	pool, err := openPool(path, []string{"journal_mode(WAL)"}, "immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	if _, err := pool.Exec("CREATE TABLE kept (n INTEGER PRIMARY KEY, word TEXT, raw BLOB); INSERT INTO kept VALUES (1, 'Виткофф', x'0001ff'), (2, '', NULL)"); err != nil {
		t.Fatal(err)
	}
	e, err := openEngine(fileURI(path), []string{"query_only(ON)"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func prepare(t *testing.T, e *engine, text string) *prepared {
	t.Helper()
	p, err := e.prepare(text)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	return p
}

func TestAnEngineGivesNumbersTextBytesAndNulls(t *testing.T) {
	e := plainEngine(t)
	p := prepare(t, e, "SELECT n, word, raw FROM kept WHERE n >= ? ORDER BY n")
	type row struct {
		N    int64
		Word string
		Raw  []byte
		Null bool
	}
	want := []row{{1, "Виткофф", []byte{0, 1, 0xff}, false}, {2, "", nil, true}}
	for _, from := range []int{1, 2, 3, 1} { // a statement is used again, with other arguments
		var got []row
		err := p.query(context.Background(), []any{from}, func(r tuple) error {
			got = append(got, row{r.int(0), r.text(1), append([]byte(nil), r.bytes(2)...), r.null(2)})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[from-1:], got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("from %d (-want +got)\n%s", from, diff)
		}
	}
	kinds := prepare(t, e, "SELECT typeof(?), typeof(?), typeof(?), length(?)")
	err := kinds.query(context.Background(), []any{int64(1), 1.5, "a", "Виткофф"}, func(r tuple) error {
		if diff := cmp.Diff([]string{"integer", "real", "text", "7"}, []string{r.text(0), r.text(1), r.text(2), r.text(3)}); diff != "" {
			t.Error(diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := kinds.query(context.Background(), []any{true}, func(tuple) error { return nil }); err == nil || !strings.Contains(err.Error(), "bool") {
		t.Errorf("an argument of another type: %v", err)
	}
}

func TestAnEngineTellsWhatWentWrong(t *testing.T) {
	e := plainEngine(t)
	if _, err := e.prepare("SELECT n FROM nowhere"); err == nil || !strings.Contains(err.Error(), "no such table: nowhere") {
		t.Errorf("a table that is not there: %v", err)
	}
	p := prepare(t, e, "INSERT INTO kept (n) VALUES (9)")
	err := p.query(context.Background(), nil, func(tuple) error { return nil })
	if code := sqliteCode(err); code != 8 { // SQLITE_READONLY
		t.Errorf("a write through a reader: %v, code %d", err, code)
	}
	stop := errors.New("stop")
	rows := prepare(t, e, "SELECT n FROM kept")
	if err := rows.query(context.Background(), nil, func(tuple) error { return stop }); err != stop {
		t.Errorf("an error of the reader of rows: %v", err)
	}
	n := 0
	if err := rows.query(context.Background(), nil, func(tuple) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("%d rows after a walk that was broken off: %v", n, err)
	}
	if e, err := openEngine(fileURI(filepath.Join(t.TempDir(), "none.db")), nil); err == nil {
		e.close()
		t.Error("a file that is not there was opened")
	}
}

func TestAQueryEndsWithItsContextAndTheNextIsNotInterrupted(t *testing.T) {
	e := plainEngine(t)
	endless := prepare(t, e, "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c")
	quick := prepare(t, e, "SELECT count(*) FROM kept")
	for range 20 {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Millisecond)
		err := endless.query(ctx, nil, func(tuple) error { return nil })
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("a query without end under a deadline: %v", err)
		}
		for range 5 {
			if err := quick.query(context.Background(), nil, func(tuple) error { return nil }); err != nil {
				t.Fatalf("the query after it: %v", err)
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := quick.query(ctx, nil, func(tuple) error { t.Error("a row was given"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a query that nobody waits for: %v", err)
	}
}

func TestAReaderForgetsStatementsWhenItHasMany(t *testing.T) {
	e := plainEngine(t)
	r := newReaders(1, func() (*engine, error) { return e, nil })
	for i := range 2*mostReady + 3 {
		text := "SELECT n FROM kept WHERE n = ?" + strings.Repeat(" ", i)
		n := 0
		if err := r.query(context.Background(), text, []any{1}, func(tuple) error { n++; return nil }); err != nil || n != 1 {
			t.Fatalf("statement %d: %d rows, %v", i, n, err)
		}
	}
	if n := len(e.ready); n > mostReady {
		t.Errorf("%d statements are held", n)
	}
	var got []int64
	keep := func(row tuple) error { got = append(got, row.int(0)); return nil }
	if err := r.each(context.Background(), "SELECT n FROM kept WHERE n = ?", []int64{2, 7, 1}, keep); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{2, 1}, got); diff != "" {
		t.Error(diff)
	}
	stop := errors.New("stop")
	if err := r.each(context.Background(), "SELECT n FROM kept WHERE n = ?", []int64{1}, func(tuple) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of the reader of rows: %v", err)
	}
	got = nil
	if err := r.each(context.Background(), "SELECT n FROM kept WHERE n = ?", []int64{1}, keep); err != nil || len(got) != 1 {
		t.Errorf("the walk after one that was broken off: %v, %v", got, err)
	}
}
