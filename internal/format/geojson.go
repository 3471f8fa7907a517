package format

import (
	"io"

	"backchannel/internal/record"
)

// newGeoJSONEvents writes a FeatureCollection (RFC 7946): a Feature for each event, with a Point where the place has
// coordinates and the geometry null where it has none. Properties are carried; place.precision tells what the point
// stands for. "backchannel" is a foreign member with what the answer was read from.
func newGeoJSONEvents(w io.Writer, opts Options) (EventEncoder, error) {
	type point struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"` // longitude, latitude in degrees, WGS 84
	}
	type feature struct {
		Type       string  `json:"type"`
		ID         string  `json:"id"`
		Geometry   *point  `json:"geometry"`
		Properties carried `json:"properties"`
	}
	return &listed{
		w: w,
		open: func(head Head) (any, string) {
			return struct {
				Type  string `json:"type"`
				Title string `json:"title,omitempty"`
			}{"FeatureCollection", head.Title}, "features"
		},
		row: func(a *record.EventAnswer) (any, error) {
			f := feature{Type: "Feature", ID: a.ID, Properties: opts.carry(a)}
			if p := a.Place; p != nil && p.Lat != nil && p.Lon != nil {
				f.Geometry = &point{"Point", [2]float64{*p.Lon, *p.Lat}}
			}
			return f, nil
		},
		close: func(tail Envelope) any {
			return struct {
				Backchannel readFrom `json:"backchannel"`
			}{readFromOf(tail)}
		},
	}, nil
}
