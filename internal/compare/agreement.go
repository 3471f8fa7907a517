package compare

import (
	"math"
	"slices"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// agreement tells whether no two values exclude one another, and the value where they are all the same
// (nil where they are not).
func agreement(name string, values []record.Said) (bool, any) {
	if record.IsNumeric(name) {
		return numbersAgree(values)
	}
	same := comparison(name)
	agree, one := true, true
	for i, a := range values {
		for _, b := range values[i+1:] {
			fits, equal := same(a, b)
			agree, one = agree && fits, one && equal
		}
	}
	if !agree || !one {
		return agree, nil
	}
	return true, values[0].Value
}

// comparison gives how two values of a particular are compared: whether they fit together, and whether
// they are the same.
func comparison(name string) func(a, b record.Said) (fits, equal bool) {
	both := func(equal bool) (bool, bool) { return equal, equal }
	switch name {
	case "date":
		return datesAgree
	case "start_at", "end_at":
		return func(a, b record.Said) (bool, bool) {
			x, okX := minute(a)
			y, okY := minute(b)
			return both(okX && okY && x.Equal(y))
		}
	case "participants", "topics":
		return func(a, b record.Said) (bool, bool) { return both(sameSet(a.List(), b.List())) }
	}
	return func(a, b record.Said) (bool, bool) {
		x, okX := a.Word()
		y, okY := b.Word()
		return both(okX && okY && sameWords(x, y))
	}
}

// sameWords compares folded; what folds to nothing (only signs) is compared as it stands.
func sameWords(a, b string) bool {
	x, y := record.Fold(a), record.Fold(b)
	if x == "" && y == "" {
		return a == b
	}
	return x == y
}

func datesAgree(a, b record.Said) (fits, equal bool) {
	wordA, _ := a.Word()
	wordB, _ := b.Word()
	x, errX := edtf.Parse(wordA)
	y, errY := edtf.Parse(wordB)
	if errX != nil || errY != nil {
		return false, false
	}
	for _, span := range y.Members() {
		if x.Overlaps(span.Earliest, span.Latest) {
			return true, x.Equal(y)
		}
	}
	return false, false
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b))))
}

// reach gives a telling of a number as a range.
func reach(s record.Said) (low, high float64) {
	if v, ok := s.Number(); ok {
		return v, v
	}
	low, high = math.Inf(-1), math.Inf(1)
	if s.Min != nil {
		low = *s.Min
	}
	if s.Max != nil {
		high = *s.Max
	}
	return low, high
}

func numbersAgree(values []record.Said) (bool, any) {
	low, high := reach(values[0])
	one := low == high
	for _, s := range values[1:] {
		l, h := reach(s)
		one = one && l == low && h == high
		low, high = max(low, l), min(high, h)
	}
	if low > high {
		return false, nil
	}
	if one {
		return true, low
	}
	return true, nil
}

// extremes gives the smallest and the largest number told.
func extremes(values []record.Said) (smallest, largest *float64) {
	low, high := math.Inf(1), math.Inf(-1)
	bottom, top := false, false // some telling says how little, how much it was at most
	for _, s := range values {
		l, h := reach(s)
		bottom = bottom || !math.IsInf(l, 0)
		top = top || !math.IsInf(h, 0)
		for _, v := range []float64{l, h} {
			if !math.IsInf(v, 0) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if bottom {
		smallest = &low
	}
	if top {
		largest = &high
	}
	return smallest, largest
}
