# syntax=docker/dockerfile:1

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/backchannel ./api \
    && mkdir /out/data

# The binary is static and carries its migrations, seed, spec and time zones: nothing else is needed.
FROM scratch
COPY --from=build /out/backchannel /backchannel
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV BACKCHANNEL_DATABASE=/data/backchannel.db BACKCHANNEL_LOG=json
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["/backchannel", "health"]
ENTRYPOINT ["/backchannel"]
