# Two stages: the first has pip and builds, the second only runs. No lock file, no build.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/lotse
COPY requirements.lock ./
RUN /opt/lotse/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY handlers ./handlers
COPY web ./web
COPY cases ./cases
COPY gaps ./gaps
COPY directory ./directory
COPY storage ./storage
COPY locales ./locales
# The rooms go into an environment of their own: other packages may not share it.
RUN /opt/lotse/bin/pip install --no-deps --no-build-isolation . \
    && /opt/lotse/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim
RUN groupadd --gid 10001 lotse \
    && useradd --uid 10001 --gid lotse --no-create-home --home-dir /data --shell /usr/sbin/nologin lotse \
    && install -d -o lotse -g lotse -m 0700 /data
COPY --from=build /opt/lotse /opt/lotse
COPY LICENSE /opt/lotse/LICENSE
# Everything that is written goes to /data, so the rest may be mounted read-only.
ENV PATH=/opt/lotse/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LOTSE_DATABASE_URL=sqlite:////data/lotse.db \
    LOTSE_KEY_FILE=/data/lotse.key \
    LOTSE_HOST=0.0.0.0 \
    LOTSE_PORT=8080
WORKDIR /data
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['LOTSE_PORT'] + '/healthz', timeout=4)"]
CMD ["lotse", "run"]
