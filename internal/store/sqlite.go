package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	_ "modernc.org/sqlite" // the driver
)

// errNoRow is GORM's word for an empty result.
var errNoRow = gorm.ErrRecordNotFound

// oldestSQLite is the first release without the WAL fault that can lose commits.
const oldestSQLite = "3.51.3"

// SQLite result codes that a write may meet.
const (
	sqliteFull             = 13
	sqliteWriteFailed      = 778
	sqliteSyncFailed       = 1034
	sqliteGrowFailed       = 4874
	sqliteConstraintUnique = 2067
	sqliteConstraintKey    = 1555
	sqliteInterrupt        = 9
)

// Full says whether an error means that the disk takes no more: it has no room left, a quota or a limit
// is reached, or it fails to write or to sync.
func Full(err error) bool {
	switch code := sqliteCode(err); code {
	case sqliteWriteFailed, sqliteSyncFailed, sqliteGrowFailed:
		return true
	default:
		return code&0xff == sqliteFull
	}
}

// Interrupted says whether an error means that a deadline or the client ended the work.
func Interrupted(err error) bool { return sqliteCode(err)&0xff == sqliteInterrupt }

func duplicate(err error) bool {
	code := sqliteCode(err)
	return code == sqliteConstraintUnique || code == sqliteConstraintKey
}

func sqliteCode(err error) int {
	var e interface{ Code() int } // the driver's errors and those of an engine
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// openSQLite opens the writer, one connection whose commits are synced, and the readers, which cannot write: a pool for
// small tables, and those for answers. All are the same file in WAL mode.
func openSQLite(path string) (write, read *gorm.DB, answers *readers, err error) {
	writer := []string{"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "temp_store(MEMORY)",
		"wal_autocheckpoint(20000)", "secure_delete(ON)", "foreign_keys(OFF)", "cache_size(-65536)"}
	reader := []string{"query_only(ON)", "busy_timeout(10000)", "temp_store(MEMORY)", "cache_size(-8192)", "mmap_size(2147418112)"}
	connections := 2*runtime.NumCPU() + 2
	if write, err = gormOver(path, writer, "immediate", 1); err != nil {
		return nil, nil, nil, err
	}
	if err = checkWriter(write); err != nil {
		return nil, nil, nil, err
	}
	if read, err = gormOver(path, reader, "deferred", connections); err != nil {
		return nil, nil, nil, err
	}
	answers = newReaders(connections, func() (*engine, error) { return openEngine(fileURI(path), reader) })
	return write, read, answers, nil
}

// fileURI is a file's name as SQLite reads it, https://www.sqlite.org/uri.html.
func fileURI(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
}

// openPool opens a file with what every connection is told first.
func openPool(path string, pragmas []string, lock string) (*sql.DB, error) {
	query := url.Values{"_txlock": {lock}}
	for _, p := range pragmas {
		query.Add("_pragma", p)
	}
	pool, err := sql.Open("sqlite", fileURI(path)+"?"+query.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool.SetConnMaxLifetime(0)
	return pool, nil
}

func gormOver(path string, pragmas []string, lock string, connections int) (*gorm.DB, error) {
	pool, err := openPool(path, pragmas, lock)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	db, err := gorm.Open(sqlite.Dialector{Conn: pool}, &gorm.Config{
		SkipDefaultTransaction: true,
		PrepareStmt:            true,
		PrepareStmtMaxSize:     1000,
		TranslateError:         true,
		Logger:                 logger.Discard,
		NowFunc:                func() time.Time { return time.Now().UTC() },
	})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

// checkWriter reads back what durability rests on.
func checkWriter(db *gorm.DB) error {
	version, err := sqliteVersion(db)
	if err != nil {
		return err
	}
	if compareVersions(version, oldestSQLite) < 0 {
		return fmt.Errorf("SQLite %s can lose commits in WAL mode; %s or newer is needed", version, oldestSQLite)
	}
	var synchronous int
	var journal string
	if err := db.Raw("PRAGMA synchronous").Scan(&synchronous).Error; err != nil {
		return fmt.Errorf("read PRAGMA synchronous: %w", err)
	}
	if err := db.Raw("PRAGMA journal_mode").Scan(&journal).Error; err != nil {
		return fmt.Errorf("read PRAGMA journal_mode: %w", err)
	}
	if synchronous != 2 || journal != "wal" {
		return fmt.Errorf("the writer runs with synchronous=%d journal_mode=%s instead of FULL and wal", synchronous, journal)
	}
	return nil
}

func sqliteVersion(db *gorm.DB) (string, error) {
	var version string
	if err := db.Raw("SELECT sqlite_version()").Scan(&version).Error; err != nil {
		return "", fmt.Errorf("read SQLite's version: %w", err)
	}
	return version, nil
}

// compareVersions compares dotted numbers.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(as) || i < len(bs); i++ {
		var x, y int
		if i < len(as) {
			fmt.Sscan(as[i], &x)
		}
		if i < len(bs) {
			fmt.Sscan(bs[i], &y)
		}
		if x != y {
			return x - y
		}
	}
	return 0
}

// matchText is the SQL condition that a text row holds what an expression of matchExpression asks.
const matchText = "event_text MATCH ?"

// deleteText takes the words of one version out again; it needs the very words.
const deleteText = "INSERT INTO event_text (event_text, rowid, words) VALUES ('delete', ?, ?)"

// forgetText makes the text index drop what was deleted from it, and forgetLog the write-ahead log,
// so that erased words are in no file any more.
const (
	forgetText = "INSERT INTO event_text (event_text) VALUES ('optimize')"
	forgetLog  = "PRAGMA wal_checkpoint(TRUNCATE)"
)

// copyDatabase writes a consistent copy of a database that others are using, through a connection of
// its own, so that neither readers nor the writer wait.
func copyDatabase(ctx context.Context, from, to string) error {
	db, err := gormOver(from, []string{"busy_timeout(10000)"}, "deferred", 1)
	if err != nil {
		return err
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("reach %s: %w", from, err)
	}
	defer pool.Close()
	if err := db.WithContext(ctx).Exec("VACUUM INTO ?", to).Error; err != nil {
		return fmt.Errorf("copy the database to %s: %w", to, err)
	}
	return nil
}

// mergeBegin puts every segment of the text index on one level and begins to merge them, mergeOn goes
// on, each by about so many pages.
const (
	mergeBegin = "INSERT INTO event_text (event_text, rank) VALUES ('merge', -500)"
	mergeOn    = "INSERT INTO event_text (event_text, rank) VALUES ('merge', 500)"
)
