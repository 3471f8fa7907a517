package generate

import (
	"math"
	"math/rand/v2"
	"sort"
)

// zipf draws ranks: rank k with a weight of (k + shift)^-power. A large shift flattens the head.
type zipf struct {
	sums []float64
}

func newZipf(n int, shift, power float64) zipf {
	z := zipf{sums: make([]float64, n)}
	sum := 0.0
	for k := range z.sums {
		sum += math.Pow(float64(k)+shift, -power)
		z.sums[k] = sum
	}
	return z
}

func (z zipf) pick(r *rand.Rand) int {
	at := r.Float64() * z.sums[len(z.sums)-1]
	return min(sort.SearchFloat64s(z.sums, at), len(z.sums)-1)
}

// chance is the share of draws that give a rank.
func (z zipf) chance(rank int) float64 {
	below := 0.0
	if rank > 0 {
		below = z.sums[rank-1]
	}
	return (z.sums[rank] - below) / z.sums[len(z.sums)-1]
}

// shares draws one of a few values by their weights in percent.
type shares []struct {
	value   string
	percent int
}

func (s shares) pick(r *rand.Rand) string {
	at := r.IntN(100)
	for _, share := range s {
		if at -= share.percent; at < 0 {
			return share.value
		}
	}
	return s[len(s)-1].value
}
