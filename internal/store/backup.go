package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"gorm.io/gorm"
)

// Backup tells what a backup holds.
type Backup struct {
	Seq     int64  // the commit it stands at
	Changes int64  // lines of its change log
	Digest  string // SHA-256 over them, hexadecimal
	Epoch   string // its own: a database restored from it is not the one it was taken from
	Bytes   int64
}

// Backup copies the database into a new file while others read and write, gives the copy an epoch of
// its own, opens it, checks it, and compares its change log with this database's. The file must not
// exist; it is removed again when anything is wrong with it.
func (s *Store) Backup(ctx context.Context, path string) (b Backup, err error) {
	if _, err := os.Stat(path); err == nil {
		return Backup{}, fmt.Errorf("%s exists: name a new file", path)
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	if err := copyDatabase(ctx, s.path, path); err != nil {
		return Backup{}, err
	}
	copied, read, readers, err := openSQLite(path)
	if err != nil {
		return Backup{}, fmt.Errorf("open the backup: %w", err)
	}
	defer (&Store{write: copied, read: read, readers: readers}).closePools()
	b, err = inspect(ctx, copied)
	if err != nil {
		return Backup{}, err
	}
	here, err := digest(ctx, s.read, b.Seq)
	if err != nil {
		return Backup{}, err
	}
	if here != b.Digest {
		return Backup{}, fmt.Errorf("the backup's change log differs from the database's up to change %d", b.Seq)
	}
	b.Epoch = randomHex(epochBytes)
	if err := copied.WithContext(ctx).Model(&storeState{Name: "epoch"}).Update("value", b.Epoch).Error; err != nil {
		return Backup{}, fmt.Errorf("give the backup its epoch: %w", err)
	}
	if err := copied.WithContext(ctx).Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error; err != nil {
		return Backup{}, fmt.Errorf("finish the backup: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, fmt.Errorf("look at the backup: %w", err)
	}
	b.Bytes = info.Size()
	return b, nil
}

// inspect checks a database's pages and sums up its change log.
func inspect(ctx context.Context, db *gorm.DB) (Backup, error) {
	db = db.WithContext(ctx)
	var sound string
	if err := db.Raw("PRAGMA integrity_check(1)").Scan(&sound).Error; err != nil {
		return Backup{}, fmt.Errorf("check the backup: %w", err)
	}
	if sound != "ok" {
		return Backup{}, fmt.Errorf("the backup is damaged: %s", sound)
	}
	var b Backup
	if err := db.Raw("SELECT seq FROM counter").Scan(&b.Seq).Error; err != nil {
		return Backup{}, fmt.Errorf("read the backup's counter: %w", err)
	}
	if err := db.Raw("SELECT count(*) FROM change").Scan(&b.Changes).Error; err != nil {
		return Backup{}, fmt.Errorf("count the backup's changes: %w", err)
	}
	var err error
	b.Digest, err = digest(ctx, db, b.Seq)
	return b, err
}

// digest is the SHA-256 over every line of the change log up to a commit, in pieces, so that no read
// lasts.
func digest(ctx context.Context, db *gorm.DB, seq int64) (string, error) {
	const piece = 1000
	sum := sha256.New()
	for last := int64(0); last < seq; {
		rows, err := db.WithContext(ctx).Raw(`SELECT seq, type, id, revision, operation, recorded_at, recorded_by, reason, corrected, cause, coalesce(body, '')
			FROM change WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`, last, seq, piece).Rows()
		if err != nil {
			return "", fmt.Errorf("sum up the change log: %w", err)
		}
		n, err := sumRows(sum, rows, &last)
		if err != nil {
			return "", fmt.Errorf("sum up the change log: %w", err)
		}
		if n < piece {
			break
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func sumRows(sum io.Writer, rows *sql.Rows, last *int64) (n int, err error) {
	defer rows.Close()
	for rows.Next() {
		cells := make([]sql.RawBytes, 11)
		into := make([]any, len(cells))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		for _, cell := range cells {
			fmt.Fprintf(sum, "%d:", len(cell))
			sum.Write(cell)
		}
		if _, err := fmt.Sscan(string(cells[0]), last); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}
