// Package rest is the HTTP surface: every read is a GET whose query string is the filter.
//
// It is the only package that knows HTTP numbers and Echo. It refuses to know SQL, how a filter is evaluated and how
// a format is written.
//
// A request goes through Server.ServeHTTP (guards, what is kept, the rate limit), then by the one table in routes.go
// to a handler, which binds the query (query.go), asks the store, and answers (answer.go). Whatever goes wrong is an
// error until problem.go makes it a problem document.
//
// Start with routes.go.
package rest
