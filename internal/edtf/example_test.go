package edtf_test

import (
	"fmt"

	"backchannel/internal/edtf"
)

func Example() {
	from, to := edtf.MakeDay(2025, 4, 19), edtf.MakeDay(2025, 4, 24)
	for _, s := range []string{"2025-04-18~/2025-04-21", "2025-04", "2025-04-19/2025-04-20", "[2025-04-18,2025-04-25]", "2025-04-23?"} {
		d, err := edtf.Parse(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		earliest, latest := d.Bounds()
		fmt.Println(earliest, latest, d.Overlaps(from, to), d.Certain(from, to), d.Label())
	}
	// Output:
	// 2025-04-18 2025-04-21 true false from c. 18 April 2025 to 21 April 2025
	// 2025-04-01 2025-04-30 true false April 2025
	// 2025-04-19 2025-04-20 true true 19–20 April 2025
	// 2025-04-18 2025-04-25 false false 18 or 25 April 2025
	// 2025-04-23 2025-04-23 true false 23 April 2025 (uncertain)
}

func ExampleParseError() {
	_, err := edtf.Parse("2004-06-uu")
	fmt.Println(err)
	fmt.Println(err.(*edtf.ParseError).Spelling)
	// Output:
	// "2004-06-uu" is not a date: unspecified digits are written with a capital X; write "2004-06-XX"
	// 2004-06-XX
}
