# The site for a server; Neo4j is another container (docker-compose.yml).
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/maillage && python -m venv /opt/build
COPY requirements.lock requirements-build.lock ./
RUN /opt/maillage/bin/pip install --require-hashes -r requirements.lock \
 && /opt/build/bin/pip install --require-hashes -r requirements-build.lock
COPY . .
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /tmp/wheel \
 && /opt/maillage/bin/pip install --no-deps /tmp/wheel/*.whl

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --create-home maillage \
 && install --directory --owner=maillage --mode=0700 /var/lib/maillage
COPY --from=build /opt/maillage /opt/maillage
ENV PATH=/opt/maillage/bin:$PATH PYTHONUNBUFFERED=1 MAILLAGE_DATA=/var/lib/maillage
USER maillage
VOLUME /var/lib/maillage
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/sante', timeout=8)"]
CMD ["maillage", "serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--threads", "16"]
