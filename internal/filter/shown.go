package filter

// Shown narrows a filter to a range of days outside of which its reader shows nothing. Where the two have no day in common,
// or the filter asks for instants or for what is certain, it comes back as it is: more than is shown does no harm, and an
// error would.
func (f *Filter) Shown(days Range) *Filter {
	narrowed, ok := f.shown(days)
	if !ok {
		return f
	}
	if f.Asked != nil {
		asked, ok := f.Asked.shown(days)
		if !ok {
			return f
		}
		narrowed.Asked = asked
	}
	return narrowed
}

func (f *Filter) shown(days Range) (*Filter, bool) {
	if f.Certain || f.Occurred.From.IsInstant() || f.Occurred.To.IsInstant() {
		return nil, false
	}
	narrowed := *f
	if from := days.From; !from.IsZero() {
		mine, _ := f.Occurred.From.First()
		if theirs, _ := from.First(); f.Occurred.From.IsZero() || theirs.After(mine) {
			narrowed.Occurred.From = from
		}
	}
	if to := days.To; !to.IsZero() {
		mine, _ := f.Occurred.To.Last()
		if theirs, _ := to.Last(); f.Occurred.To.IsZero() || theirs.Before(mine) {
			narrowed.Occurred.To = to
		}
	}
	return &narrowed, !inverted(narrowed.Occurred)
}
