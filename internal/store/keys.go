package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// keyPrefix begins every key, so that scanners of repositories and logs can find one that got out.
const keyPrefix = "bck_"

// Key is what is kept of an API key. The secret is not.
type Key struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"` // who holds it: the by-line of what it writes
	Role      string    `json:"role"` // reader, editor, admin
	CreatedAt time.Time `json:"created_at" format:"date-time"`
	ExpiresAt time.Time `json:"expires_at,omitzero" format:"date-time"` // absent: never
	RevokedAt time.Time `json:"revoked_at,omitzero" format:"date-time"` // absent: not revoked
}

// ErrBadKey says that a key is unknown, revoked, expired or no key at all. Which it is, is not told.
var ErrBadKey = fmt.Errorf("the key is not valid")

// ErrKeyExists says that there is a key with this id already.
var ErrKeyExists = fmt.Errorf("there is a key with this id")

type apiKey struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	Role      string
	Hash      []byte
	CreatedAt int64 `gorm:"autoCreateTime:false"`
	ExpiresAt int64
	RevokedAt int64
}

func (apiKey) TableName() string { return "api_key" }

func (k apiKey) key() Key {
	key := Key{ID: k.ID, Name: k.Name, Role: k.Role, CreatedAt: instant(k.CreatedAt)}
	if k.ExpiresAt != 0 {
		key.ExpiresAt = instant(k.ExpiresAt)
	}
	if k.RevokedAt != 0 {
		key.RevokedAt = instant(k.RevokedAt)
	}
	return key
}

// CreateKey makes a key and gives its secret, this once: it is stored as a SHA-256, which is enough
// for 32 random bytes. expires zero means never.
func (s *Store) CreateKey(ctx context.Context, name, role string, expires time.Time) (secret string, key Key, err error) {
	id, random := randomHex(4), randomHex(32)
	secret = keyPrefix + id + "_" + random
	key, err = s.AddKey(ctx, secret, name, role, expires)
	return secret, key, err
}

// AddKey stores a key whose secret was made elsewhere. Its shape is bck_, an id without _, _, at least
// 32 characters.
func (s *Store) AddKey(ctx context.Context, secret, name, role string, expires time.Time) (Key, error) {
	id, ok := keyID(secret)
	if !ok {
		return Key{}, fmt.Errorf("a key reads %sID_SECRET with at least 32 characters of secret", keyPrefix)
	}
	hash := sha256.Sum256([]byte(secret))
	row := apiKey{ID: id, Name: name, Role: role, Hash: hash[:], CreatedAt: micros(s.now())}
	if !expires.IsZero() {
		row.ExpiresAt = micros(expires)
	}
	err := s.write.WithContext(ctx).Create(&row).Error
	if duplicate(err) {
		return Key{}, fmt.Errorf("%w: %s", ErrKeyExists, id)
	}
	if err != nil {
		return Key{}, fmt.Errorf("store the key: %w", err)
	}
	return row.key(), nil
}

func keyID(secret string) (string, bool) {
	rest, ok := strings.CutPrefix(secret, keyPrefix)
	id, random, two := strings.Cut(rest, "_")
	return id, ok && two && id != "" && len(random) >= 32
}

func randomHex(n int) string {
	raw := make([]byte, n)
	rand.Read(raw) // never fails, by its documentation
	return hex.EncodeToString(raw)
}

// FindKey gives the key that a secret belongs to, or ErrBadKey. It takes the same time whether the
// secret is wrong or the id is.
func (s *Store) FindKey(ctx context.Context, secret string) (Key, error) {
	id, _ := keyID(secret)
	var row apiKey
	err := s.readers.lookUp(ctx, "SELECT id, name, role, hash, created_at, expires_at, revoked_at FROM api_key WHERE id = ?", []any{id}, func(k tuple) error {
		row = apiKey{
			ID: k.text(0), Name: k.text(1), Role: k.text(2), Hash: bytes.Clone(k.bytes(3)),
			CreatedAt: k.int(4), ExpiresAt: k.int(5), RevokedAt: k.int(6),
		}
		return nil
	})
	if err != nil {
		return Key{}, fmt.Errorf("look up a key: %w", err)
	}
	hash := sha256.Sum256([]byte(secret))
	same := subtle.ConstantTimeCompare(hash[:], row.Hash) == 1
	now := micros(s.now())
	if !same || row.RevokedAt != 0 || row.ExpiresAt != 0 && row.ExpiresAt <= now {
		return Key{}, ErrBadKey
	}
	return row.key(), nil
}

// Keys lists every key, oldest first.
func (s *Store) Keys(ctx context.Context) ([]Key, error) {
	var rows []apiKey
	if err := s.read.WithContext(ctx).Omit("hash").Order("created_at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("list the keys: %w", err)
	}
	keys := make([]Key, len(rows))
	for i, row := range rows {
		keys[i] = row.key()
	}
	return keys, nil
}

// RevokeKey ends a key at once. It is ErrNotFound where there is no such key; one revoked before
// stays as it was.
func (s *Store) RevokeKey(ctx context.Context, id string) (Key, error) {
	db := s.write.WithContext(ctx)
	done := db.Exec("UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at = 0", micros(s.now()), id)
	if done.Error != nil {
		return Key{}, fmt.Errorf("revoke key %s: %w", id, done.Error)
	}
	var rows []apiKey
	if err := db.Where("id = ?", id).Limit(1).Find(&rows).Error; err != nil {
		return Key{}, fmt.Errorf("read key %s: %w", id, err)
	}
	if len(rows) == 0 {
		return Key{}, ErrNotFound
	}
	return rows[0].key(), nil
}
