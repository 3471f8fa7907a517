package generate

import (
	"math/rand/v2"

	"backchannel/internal/record"
)

// capitals are where events happen and whose states take part.
var capitals = []struct {
	code, state, city, zone string
	lat, lon                float64
}{
	{"RU", "Russia", "Moscow", "Europe/Moscow", 55.75, 37.62}, {"US", "United States", "Washington", "America/New_York", 38.9, -77.04},
	{"UA", "Ukraine", "Kyiv", "Europe/Kyiv", 50.45, 30.52}, {"GB", "United Kingdom", "London", "Europe/London", 51.51, -0.13},
	{"FR", "France", "Paris", "Europe/Paris", 48.86, 2.35}, {"DE", "Germany", "Berlin", "Europe/Berlin", 52.52, 13.4},
	{"TR", "Türkiye", "Ankara", "Europe/Istanbul", 39.93, 32.86}, {"CN", "China", "Beijing", "Asia/Shanghai", 39.9, 116.4},
	{"SA", "Saudi Arabia", "Riyadh", "Asia/Riyadh", 24.71, 46.68}, {"AE", "United Arab Emirates", "Abu Dhabi", "Asia/Dubai", 24.45, 54.38},
	{"IL", "Israel", "Jerusalem", "Asia/Jerusalem", 31.77, 35.21}, {"IR", "Iran", "Tehran", "Asia/Tehran", 35.69, 51.39},
	{"EG", "Egypt", "Cairo", "Africa/Cairo", 30.04, 31.24}, {"QA", "Qatar", "Doha", "Asia/Qatar", 25.29, 51.53},
	{"CH", "Switzerland", "Geneva", "Europe/Zurich", 46.2, 6.14}, {"AT", "Austria", "Vienna", "Europe/Vienna", 48.21, 16.37},
	{"PL", "Poland", "Warsaw", "Europe/Warsaw", 52.23, 21.01}, {"FI", "Finland", "Helsinki", "Europe/Helsinki", 60.17, 24.94},
	{"HU", "Hungary", "Budapest", "Europe/Budapest", 47.5, 19.04}, {"IT", "Italy", "Rome", "Europe/Rome", 41.9, 12.5},
	{"ES", "Spain", "Madrid", "Europe/Madrid", 40.42, -3.7}, {"NL", "Netherlands", "The Hague", "Europe/Amsterdam", 52.08, 4.31},
	{"BE", "Belgium", "Brussels", "Europe/Brussels", 50.85, 4.35}, {"NO", "Norway", "Oslo", "Europe/Oslo", 59.91, 10.75},
	{"SE", "Sweden", "Stockholm", "Europe/Stockholm", 59.33, 18.07}, {"JP", "Japan", "Tokyo", "Asia/Tokyo", 35.68, 139.69},
	{"KR", "South Korea", "Seoul", "Asia/Seoul", 37.57, 126.98}, {"IN", "India", "New Delhi", "Asia/Kolkata", 28.61, 77.21},
	{"PK", "Pakistan", "Islamabad", "Asia/Karachi", 33.68, 73.05}, {"KZ", "Kazakhstan", "Astana", "Asia/Almaty", 51.17, 71.43},
	{"AZ", "Azerbaijan", "Baku", "Asia/Baku", 40.41, 49.87}, {"AM", "Armenia", "Yerevan", "Asia/Yerevan", 40.18, 44.51},
	{"GE", "Georgia", "Tbilisi", "Asia/Tbilisi", 41.72, 44.83}, {"BY", "Belarus", "Minsk", "Europe/Minsk", 53.9, 27.56},
	{"RS", "Serbia", "Belgrade", "Europe/Belgrade", 44.79, 20.45}, {"BR", "Brazil", "Brasilia", "America/Sao_Paulo", -15.79, -47.88},
	{"ZA", "South Africa", "Pretoria", "Africa/Johannesburg", -25.75, 28.19}, {"NG", "Nigeria", "Abuja", "Africa/Lagos", 9.08, 7.4},
	{"CA", "Canada", "Ottawa", "America/Toronto", 45.42, -75.7}, {"AU", "Australia", "Canberra", "Australia/Sydney", -35.28, 149.13},
}

const venuesPerCity = 10

// makePlaces gives each capital its venues.
func makePlaces(r *rand.Rand, words []string) []record.Place {
	var places []record.Place
	for _, c := range capitals {
		for range venuesPerCity {
			lat, lon := c.lat+float64(r.IntN(100)-50)/1000, c.lon+float64(r.IntN(100)-50)/1000
			places = append(places, record.Place{
				Name: capital(words[200+r.IntN(len(words)-200)]) + " " + []string{"Palace", "Hotel", "Hall", "House", "Centre"}[r.IntN(5)],
				City: c.city, Country: c.code, Lat: &lat, Lon: &lon, TZ: c.zone, Precision: "exact",
			})
		}
	}
	r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	return places
}
