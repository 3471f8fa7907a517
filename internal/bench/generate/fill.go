package generate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"backchannel/db"
	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// batchSize is how many events are committed together.
const batchSize = 4000

// Fill writes the whole dataset through store.Write, told of its progress after each commit. One event
// in fifty is revised in the commit after its own.
func Fill(ctx context.Context, s *store.Store, w *World, progress func(events int)) error {
	var batch store.Batch
	put := func(r record.Record) {
		batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: r})
	}
	for _, a := range w.Actors {
		put(a)
	}
	for _, source := range w.Sources {
		put(source)
	}
	for _, t := range w.Topics {
		put(t)
	}
	document := 0
	for from := 0; from < w.Events; from += batchSize {
		to := min(from+batchSize, w.Events)
		newest := w.documentAt((float64(to)+1)/float64(w.Events)*spanDays + afterDays)
		for ; document <= newest; document++ {
			put(w.Document(document))
		}
		for i := from; i < to; i++ {
			put(w.Event(i))
		}
		for i := from - batchSize; i < from; i += 50 {
			if i >= 0 {
				put(w.Revised(i))
			}
		}
		if _, err := s.Write(ctx, batch); err != nil {
			var invalid store.InvalidBatch
			if errors.As(err, &invalid) {
				err = fmt.Errorf("%w: %+v", err, invalid[0])
			}
			return fmt.Errorf("write events %d to %d: %w", from, to, err)
		}
		batch.Changes = batch.Changes[:0]
		if progress != nil {
			progress(to)
		}
	}
	if err := s.Tidy(ctx); err != nil {
		return fmt.Errorf("merge the text index: %w", err)
	}
	return nil
}

// Database is a filled database on disk.
type Database struct {
	Path  string
	Bytes int64
	Took  time.Duration // to fill it; 0 when it was there already
}

// Open gives the database of a dataset in a folder, filling it when it is not there. Its name tells
// size and seed, and a sum over what would make it another, so that no stale one is used.
func Open(ctx context.Context, folder string, w *World, progress func(events int)) (Database, error) {
	sum, err := formSum(ctx, w.Seed)
	if err != nil {
		return Database{}, err
	}
	path := filepath.Join(folder, fmt.Sprintf("events-%d-seed-%d%s%s.db", w.Events, w.Seed, sumMark, sum))
	d := Database{Path: path}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return d, fmt.Errorf("make the folder for databases: %w", err)
		}
		started := time.Now()
		if err := build(ctx, path, w, progress); err != nil {
			return d, err
		}
		d.Took = time.Since(started)
		if err := removeOthers(path); err != nil {
			return d, err
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return d, fmt.Errorf("look at the database: %w", err)
	}
	d.Bytes = info.Size()
	return d, nil
}

// removeOthers removes databases of the same size and seed that are of an older form.
func removeOthers(path string) error {
	same, _, _ := strings.Cut(path, sumMark)
	others, err := filepath.Glob(same + sumMark + "*.db*")
	if err != nil {
		return fmt.Errorf("look for older databases: %w", err)
	}
	for _, other := range others {
		if strings.HasPrefix(other, path) {
			continue
		}
		if err := os.Remove(other); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an older database: %w", err)
		}
	}
	return nil
}

// sumMark stands before the sum in a database's name.
const sumMark = "-form-"

// build fills a database beside its place and moves it there once it is whole.
func build(ctx context.Context, path string, w *World, progress func(events int)) error {
	partial := path + ".partial"
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(partial + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an unfinished database: %w", err)
		}
	}
	s, err := store.Open(ctx, store.Options{Path: partial, Now: writtenAt})
	if err != nil {
		return err
	}
	if err := errors.Join(Fill(ctx, s, w, progress), s.Close()); err != nil {
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		return fmt.Errorf("move the database into place: %w", err)
	}
	return nil
}

// version is part of the sum too. It is raised where the same answers are stored in another form.
const version = "2"

// sampleEvents is how many events the sum over a dataset's form is made of.
const sampleEvents = 40

// formSum is a short sum over the migrations and over a small dataset of the same seed as it is served,
// so that a change of the schema, of the stored form or of the generator gives another.
func formSum(ctx context.Context, seed uint64) (string, error) {
	sum := sha256.New()
	sum.Write([]byte(version))
	err := fs.WalkDir(db.Migrations, "migrations/sqlite", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(db.Migrations, path)
		sum.Write(body)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the migrations: %w", err)
	}
	folder, err := os.MkdirTemp("", "sample")
	if err != nil {
		return "", fmt.Errorf("make a folder for a sample: %w", err)
	}
	defer os.RemoveAll(folder)
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(folder, "sample.db"), Now: writtenAt})
	if err != nil {
		return "", err
	}
	defer s.Close()
	if err := Fill(ctx, s, New(Options{Events: sampleEvents, Seed: seed}), nil); err != nil {
		return "", err
	}
	list, err := s.Head().Events(ctx, store.EventQuery{Filter: &filter.Filter{}})
	if err != nil {
		return "", err
	}
	for row, err := range list.All() {
		if err != nil {
			return "", err
		}
		sum.Write(row.Digest[:])
	}
	return hex.EncodeToString(sum.Sum(nil))[:8], nil
}

// writtenAt is when everything was recorded.
func writtenAt() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }
