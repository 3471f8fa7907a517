package record

import (
	"fmt"
	"strings"
)

// Fault is one thing wrong with a record, a body or a query.
type Fault struct {
	Pointer   string `json:"pointer,omitempty"`   // RFC 6901 pointer into the body
	Parameter string `json:"parameter,omitempty"` // query parameter or header
	Code      string `json:"code"`                // stable, snake_case
	Detail    string `json:"detail"`              // a plain sentence
	Given     string `json:"given,omitempty"`     // the piece at fault, shortened
	Hint      string `json:"hint,omitempty"`      // what to do
}

// Faults is every fault found at once. It is an error when it is not empty.
type Faults []Fault

// Error joins the faults in one line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		where := fault.Pointer
		if fault.Parameter != "" {
			where = fault.Parameter
		}
		lines[i] = fmt.Sprintf("%s: %s", where, fault.Detail)
	}
	return strings.Join(lines, "; ")
}

// And adds the faults of another check, leaving out those at or below a place that is already at
// fault: a date that could not be read is not also reported as missing.
func (f Faults) And(more Faults) Faults {
	all := f
	for _, fault := range more {
		if !f.covers(fault.Pointer) {
			all = append(all, fault)
		}
	}
	return all
}

func (f Faults) covers(pointer string) bool {
	for _, fault := range f {
		if fault.Pointer == pointer || fault.Pointer != "" && strings.HasPrefix(pointer, fault.Pointer+"/") {
			return pointer != ""
		}
	}
	return false
}
