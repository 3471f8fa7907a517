package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
)

// Options say where a database is and what it is opened with. The zero value of all but Path works.
type Options struct {
	Path string           // file; made when it is not there
	Now  func() time.Time // nil: time.Now
	Log  *slog.Logger     // nil: nothing is logged
}

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	write, read *gorm.DB
	readers     *readers      // what answers are read through
	checking    chan struct{} // one for each write that is being checked
	requests    chan []*request
	tidies      chan chan error
	tidy        tidying // the writer's
	shared      int     // requests in the last commit; the writer's
	log         *slog.Logger
	closing     chan struct{} // closed by Close
	written     chan struct{} // closed when the writer has ended
	closed      sync.Once
	head        atomic.Int64
	path        string
	epoch       string
	lastErasure atomic.Int64
	coverage    atomic.Pointer[string]
	engine      string
	now         func() time.Time
	memory      *memory
	counts      *countCache
	woken       wakers
}

// Open opens a database, migrates it, and reads into memory what answers are put together from.
// It refuses one that a newer release has migrated, and one whose schema is not what the migrations make.
func Open(ctx context.Context, options Options) (*Store, error) {
	write, read, readers, err := openSQLite(options.Path)
	if err != nil {
		return nil, err
	}
	s := &Store{
		write: write, read: read, readers: readers, path: options.Path, now: options.Now, counts: newCountCache(4096),
		checking: make(chan struct{}, max(runtime.NumCPU()-1, 1)), requests: make(chan []*request), tidies: make(chan chan error), log: options.Log, closing: make(chan struct{}), written: make(chan struct{}),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.start(ctx, options.Log); err != nil {
		return nil, errors.Join(err, s.closePools())
	}
	go s.writeLoop()
	return s, nil
}

func (s *Store) start(ctx context.Context, log *slog.Logger) error {
	if err := s.migrate(ctx, log); err != nil {
		return err
	}
	version, err := sqliteVersion(s.read)
	if err != nil {
		return err
	}
	s.engine = "SQLite " + version
	if err := s.loadEpoch(ctx); err != nil {
		return err
	}
	covered := storeState{Name: "coverage"}
	if err := s.read.WithContext(ctx).Limit(1).Find(&covered).Error; err != nil {
		return fmt.Errorf("read the coverage: %w", err)
	}
	s.coverage.Store(&covered.Value)
	var count counter
	if err := s.read.WithContext(ctx).Take(&count).Error; err != nil {
		return fmt.Errorf("read the counter: %w", err)
	}
	erasure := storeState{Name: lastErasure}
	if err := s.read.WithContext(ctx).Limit(1).Find(&erasure).Error; err != nil {
		return fmt.Errorf("read the last erasure: %w", err)
	}
	if erasure.Value != "" {
		seq, err := strconv.ParseInt(erasure.Value, 10, 64)
		if err != nil {
			return fmt.Errorf("read the last erasure: %w", err)
		}
		s.lastErasure.Store(seq)
	}
	if s.memory, err = loadMemory(ctx, s.read); err != nil {
		return err
	}
	s.head.Store(count.Seq)
	return nil
}

// epochBytes is how many random bytes an epoch has.
const epochBytes = 6

// loadEpoch reads the database's epoch, and gives a new database its own.
func (s *Store) loadEpoch(ctx context.Context) error {
	row := storeState{Name: "epoch"}
	err := s.read.WithContext(ctx).Take(&row).Error
	if errors.Is(err, errNoRow) {
		row.Value = randomHex(epochBytes)
		err = s.write.WithContext(ctx).Create(&row).Error
	}
	if err != nil {
		return fmt.Errorf("read the epoch: %w", err)
	}
	s.epoch = row.Value
	return nil
}

// Close lets the writer end what it has taken, then ends every connection. It may be called twice.
func (s *Store) Close() error {
	var err error
	s.closed.Do(func() {
		close(s.closing)
		<-s.written
		err = s.closePools()
	})
	return err
}

func (s *Store) closePools() error {
	var errs []error
	for _, handle := range []*gorm.DB{s.read, s.write} {
		if handle == nil {
			continue
		}
		pool, err := handle.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(append(errs, s.readers.close())...)
}

// Epoch is the random id of this line of history, twelve hexadecimal digits; a restore changes it.
func (s *Store) Epoch() string { return s.epoch }

// Seq is the newest commit.
func (s *Store) Seq() int64 { return s.head.Load() }

// Coverage is the sentence that says how far the dataset reaches; empty where nobody has said.
func (s *Store) Coverage() string { return *s.coverage.Load() }

// lastErasure names the state that holds the change by which something was last erased.
const lastErasure = "last_erasure"

// LastErasure is the change by which something was last erased; 0 where nothing was. Answers made before it
// must not be shown any more.
func (s *Store) LastErasure() int64 { return s.lastErasure.Load() }

// Engine names the database engine and its version.
func (s *Store) Engine() string { return s.engine }

// Empty says whether nothing was ever recorded.
func (s *Store) Empty() bool { return s.head.Load() == 0 }

// Ready checks that a reader answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	if err := s.read.WithContext(ctx).Raw("SELECT 1").Scan(&one).Error; err != nil {
		return fmt.Errorf("ask the database: %w", err)
	}
	return nil
}

// OnCommit names a function that is called with the new head after each commit, in order, until stop is called. It
// must not block.
func (s *Store) OnCommit(f func(seq int64)) (stop func()) { return s.woken.add(f) }

// wakers are the functions that learn of commits.
type wakers struct {
	mu   sync.Mutex
	last int
	all  map[int]func(seq int64)
}

func (w *wakers) add(f func(seq int64)) (stop func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[int]func(int64){}
	}
	w.last++
	at := w.last
	w.all[at] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, at)
	}
}

func (w *wakers) wake(seq int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.all {
		f(seq)
	}
}
