package record

import (
	"sync"
	"time"
)

// zones keeps the time zones that places have named. There are some six hundred in the IANA list.
var zones sync.Map // of *time.Location by name

// Zone gives a time zone of the IANA list by its name. time.LoadLocation reads and parses it each time it is asked.
func Zone(name string) (*time.Location, error) {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, zone)
	}
	return zone, err
}
