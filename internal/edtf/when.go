package edtf

// When is what stands beside a date in JSON: what the EDTF string means, for
// readers who do not parse EDTF.
type When struct {
	// Earliest and Latest are the bounds as YYYY-MM-DD; null where the date is
	// open or unknown on that side.
	Earliest *string `json:"earliest"`
	Latest   *string `json:"latest"`
	// Precision is one of Precisions, by name.
	Precision   Precision `json:"precision"`
	Approximate bool      `json:"approximate"`
	Uncertain   bool      `json:"uncertain"`
	// Label is the date in English, as Label gives it.
	Label string `json:"label"`
}

// When explains the date. The zero date gives no bounds, no precision and no
// label.
func (d Date) When() When {
	earliest, latest := d.Bounds()
	return When{
		Earliest:    bound(earliest),
		Latest:      bound(latest),
		Precision:   d.precision,
		Approximate: d.approximate,
		Uncertain:   d.unsure,
		Label:       d.Label(),
	}
}

// When explains the moment. An instant has the precision "instant"; its
// earliest and latest are its civil day in its own offset.
func (m Moment) When() When {
	w := m.date.When()
	if m.IsInstant() {
		w.Precision, w.Label = PrecisionInstant, m.Label()
	}
	return w
}

func bound(d Day) *string {
	if d == MinDay || d == MaxDay {
		return nil
	}
	s := d.String()
	return &s
}
