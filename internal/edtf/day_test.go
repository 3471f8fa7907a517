package edtf

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDaysAgreeWithTimePackage(t *testing.T) {
	at := time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := DayOf(at); at.Year() < 10001; at, day = at.AddDate(0, 0, 1), day+1 {
		y, m, d := at.Date()
		if MakeDay(y, int(m), d) != day || !day.Time().Equal(at) {
			t.Fatalf("%s is day %d, got %d and %s", at, day, MakeDay(y, int(m), d), day.Time())
		}
		if gy, gm, gd := day.Civil(); gy != y || gm != int(m) || gd != d {
			t.Fatalf("day %d is %s, got %d-%d-%d", day, at, gy, gm, gd)
		}
	}
}

func TestMakeDayCarriesOverAsTimeDoes(t *testing.T) {
	for _, c := range [][3]int{{2025, 13, 1}, {2025, 0, 1}, {2025, -11, 1}, {2025, 3, 0}, {2025, 1, 400}, {2025, -30, -30}, {0, 1, 1}, {-400, 2, 29}} {
		want := DayOf(time.Date(c[0], time.Month(c[1]), c[2], 0, 0, 0, 0, time.UTC))
		if got := MakeDay(c[0], c[1], c[2]); got != want {
			t.Errorf("MakeDay%v = %s, want %s", c, got, want)
		}
	}
	if MakeDay(1e9, 1, 1) != MaxDay || MakeDay(-1e9, 1, 1) != MinDay {
		t.Error("a day out of range is not held at the limits")
	}
}

func TestDayOfIsTheCivilDayOfTheInstantsOwnPlace(t *testing.T) {
	kamchatka := time.FixedZone("", 12*3600)
	at := time.Date(2025, 4, 25, 1, 30, 0, 0, kamchatka)
	if got := DayOf(at).String(); got != "2025-04-25" {
		t.Errorf("in its own place: %s", got)
	}
	if got := DayOf(at.UTC()).String(); got != "2025-04-24" {
		t.Errorf("in UTC: %s", got)
	}
}

func TestDayStrings(t *testing.T) {
	tests := []struct {
		day  Day
		want string
	}{
		{0, "1970-01-01"}, {firstDay, "0000-01-01"}, {lastDay, "9999-12-31"}, {MinDay, ".."}, {MaxDay, ".."},
		{lastDay + 1, "+10000-01-01"}, {firstDay - 1, "-0001-12-31"}, {MakeDay(123456, 7, 8), "+123456-07-08"},
	}
	for _, tt := range tests {
		if got := tt.day.String(); got != tt.want {
			t.Errorf("Day(%d) = %s, want %s", tt.day, got, tt.want)
		}
	}
}

func TestPrecisionsAreAClosedListOfNames(t *testing.T) {
	want := `["instant","day","month","season","year","decade","century","interval","set"]`
	got, err := json.Marshal(Precisions())
	if err != nil || string(got) != want {
		t.Errorf("got %s %v, want %s", got, err, want)
	}
	var back []Precision
	if err := json.Unmarshal(got, &back); err != nil || len(back) != 9 || back[1] != PrecisionDay {
		t.Errorf("read back: %v %v", back, err)
	}
	if err := new(Precision).UnmarshalText([]byte("week")); err == nil {
		t.Error("week is read")
	}
	if Precision(99).String() != "" || PrecisionNone.String() != "" {
		t.Error("what is no precision has a name")
	}
}
