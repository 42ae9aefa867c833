FROM python:3.12-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir uv
COPY . .
RUN uv build --wheel --out-dir /dist \
    && uv export --locked --no-dev --no-emit-project --quiet --output-file /dist/requirements.txt

FROM python:3.12-slim
COPY --from=build /dist /dist
RUN pip install --no-cache-dir -r /dist/requirements.txt && pip install --no-cache-dir --no-deps /dist/*.whl && rm -r /dist
RUN useradd --system --create-home --home-dir /data torhaus
USER torhaus
WORKDIR /data
ENV TORHAUS_DATA_DIR=/data
EXPOSE 8000
CMD ["torhaus", "serve", "--host", "0.0.0.0"]
