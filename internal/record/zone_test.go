package record_test

import (
	"testing"
	"time"

	"backchannel/internal/record"
)

func TestAZoneIsTheSameEachTimeAndAWrongNameIsRefusedEachTime(t *testing.T) {
	noon := time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)
	for range 2 {
		zone, err := record.Zone("Europe/Moscow")
		if err != nil {
			t.Fatal(err)
		}
		if got := noon.In(zone).Format("15:04 -0700"); got != "15:00 +0300" {
			t.Errorf("noon UTC reads %s in Moscow", got)
		}
		if _, err := record.Zone("Europe/Moskva"); err == nil {
			t.Error("a zone that is not in the list is taken")
		}
	}
}
