# The processes of Postrider in one image: gateway, worker, postrider, demo.
# The Swift runtime is linked in; libpq, with its TLS and Kerberos, is Debian's and gets Debian's fixes.

FROM swift:6.3-bookworm AS build
RUN apt-get update -q \
    && apt-get install -qy --no-install-recommends libpq-dev pkg-config python3-pip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src

COPY scripts/docs-assets scripts/
RUN scripts/docs-assets /out/share/postrider/docs

COPY Package.swift ./
RUN swift package resolve

COPY sql sql
COPY Sources Sources
# The manifest names the tests' folders, so they have to be there; nothing of them is built.
COPY Tests Tests
RUN mkdir -p /out/bin \
    && for product in gateway worker postrider demo; do \
        swift build --configuration release --static-swift-stdlib --product "$product" \
        && install --strip "$(swift build --configuration release --show-bin-path)/$product" /out/bin/ || exit 1; \
    done

FROM debian:bookworm-slim
RUN apt-get update -q \
    && apt-get install -qy --no-install-recommends ca-certificates libpq5 libstdc++6 tzdata \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/ /usr/
ENV HTTP_HOST=0.0.0.0 DOCS_ASSETS=/usr/share/postrider/docs
USER 10001:10001
EXPOSE 8080 9090
CMD ["gateway"]
