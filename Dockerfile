# Two stages: the first builds wheels, the second has nothing but Python, the wheels and the organiser's files.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY cogs cogs
RUN pip wheel --no-cache-dir --constraint constraints.txt --wheel-dir /wheels .

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 summit \
    && install -d -o summit -g summit /app /app/data
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels summit-bot && rm -rf /wheels
WORKDIR /app
COPY --chown=summit:summit config config
USER summit
ENV PYTHONUNBUFFERED=1
VOLUME /app/data
# Where SUMMIT_METRICS is off or elsewhere, the file that is written every 20 seconds while all is well tells the same.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD python -c "from urllib.request import urlopen; urlopen('http://127.0.0.1:9464/healthz', timeout=8)" 2>/dev/null \
        || find data/heartbeat -mmin -2 | grep -q .
STOPSIGNAL SIGTERM
ENTRYPOINT ["summit-bot"]
CMD ["run"]
