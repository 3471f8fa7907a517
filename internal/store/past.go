package store

import (
	"fmt"

	"gorm.io/gorm"
)

// past tells by which change a version of an event came to its end, by the change that made it; of one that stands it has
// nothing. Few versions are past.
type past map[uint32]uint32

func loadPast(db *gorm.DB) (past, error) {
	var ended []struct{ Rec, Sup uint32 }
	if err := db.Raw("SELECT rec, sup FROM event_version WHERE sup < ?", never).Scan(&ended).Error; err != nil {
		return nil, fmt.Errorf("read the versions that are past: %w", err)
	}
	p := make(past, len(ended))
	for _, v := range ended {
		p[v.Rec] = v.Sup
	}
	return p, nil
}

func (p past) end(skey, sup int64) { p[uint32(seqOfSkey(skey))] = uint32(sup) }

// seqOfSkey is the change that made the version.
func seqOfSkey(skey int64) int64 { return skey & (1<<seqBits - 1) }

// stood says whether a version was its event's by a commit.
func (m *memory) stood(skey, seq int64) bool {
	rec := seqOfSkey(skey)
	if rec > seq {
		return false
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	sup, ended := m.past[uint32(rec)]
	return !ended || int64(sup) > seq
}
