package edtf

import "testing"

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"2025-04-25", "2025-04~", "2025-21", "2025-04-18~/2025-04-21",
		"[2025-04-23,2025-04-24]", "[2025-04-24,2025-04-23]", "2025-02-30"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(s)
			}
		})
	}
}

func BenchmarkParseMoment(b *testing.B) {
	for _, s := range []string{"2025-04-25T14:30:00+03:00", "2025-04-25T14:30+03:00", "2025-04-25"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseMoment(s)
			}
		})
	}
}

func BenchmarkOverlaps(b *testing.B) {
	from, to := MakeDay(2025, 4, 24), MakeDay(2025, 4, 24)
	for _, s := range []string{"2025-04", "[2025-04-23,2025-04-25]"} {
		d := MustParse(s)
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Overlaps(from, to)
			}
		})
	}
}

func BenchmarkWhen(b *testing.B) {
	d := MustParse("2025-04-18~/2025-04-21")
	b.ReportAllocs()
	for b.Loop() {
		d.When()
	}
}
