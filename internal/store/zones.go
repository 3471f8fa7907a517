package store

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"gorm.io/gorm"
)

// zones holds, per civil day of occurrence, the earliest moment at which anything of that day became
// known and the earliest seq at which anything of it was recorded. They bound a page that asks for
// what was known or recorded by then, so that it does not walk over days it cannot show.
type zones struct {
	days   []int64 // rising
	known  []int64
	rec    []int64
	byDay  map[int64]int
	sorted bool
}

func loadZones(db *gorm.DB) (*zones, error) {
	var rows []eventZone
	if err := db.Order("day").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the zones: %w", err)
	}
	z := &zones{byDay: make(map[int64]int, len(rows))}
	for _, row := range rows {
		z.note(row.Day, row.MinKnown, row.MinRec)
	}
	z.settle()
	return z, nil
}

// note lowers a day's minima; it says whether that changed anything.
func (z *zones) note(day, known, rec int64) bool {
	i, ok := z.byDay[day]
	if !ok {
		z.byDay[day] = len(z.days)
		z.sorted = z.sorted && (len(z.days) == 0 || z.days[len(z.days)-1] < day)
		z.days, z.known, z.rec = append(z.days, day), append(z.known, known), append(z.rec, rec)
		return true
	}
	if known >= z.known[i] && rec >= z.rec[i] {
		return false
	}
	z.known[i], z.rec[i] = min(known, z.known[i]), min(rec, z.rec[i])
	return true
}

// settle puts the days in order after notes.
func (z *zones) settle() {
	if z.sorted {
		return
	}
	order := make([]int, len(z.days))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(z.days[a] - z.days[b]) })
	sorted := &zones{byDay: make(map[int64]int, len(order)), sorted: true}
	for _, i := range order {
		sorted.byDay[z.days[i]] = len(sorted.days)
		sorted.days, sorted.known, sorted.rec = append(sorted.days, z.days[i]), append(sorted.known, z.known[i]), append(sorted.rec, z.rec[i])
	}
	*z = *sorted
}

// bound gives the first and the last day that can hold anything known by asOf and recorded by seq,
// within [lo, hi]; ok is false when no day can.
func (z *zones) bound(asOf, seq, lo, hi int64) (first, last int64, ok bool) {
	fits := func(i int) bool { return z.known[i] <= asOf && z.rec[i] <= seq }
	i := sort.Search(len(z.days), func(i int) bool { return z.days[i] >= lo })
	for i < len(z.days) && z.days[i] <= hi && !fits(i) {
		i++
	}
	if i == len(z.days) || z.days[i] > hi {
		return 0, 0, false
	}
	j := sort.Search(len(z.days), func(i int) bool { return z.days[i] > hi }) - 1
	for !fits(j) {
		j--
	}
	return z.days[i], z.days[j], true
}

// always is an asOf that everything with a known moment, and anything without, satisfies.
const always int64 = math.MaxInt64
