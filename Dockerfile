FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends git tesseract-ocr tesseract-ocr-spa tesseract-ocr-osd poppler-utils && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY models models
COPY crawler crawler
COPY indexer indexer
COPY api api
COPY web web
COPY sample sample
COPY habeas habeas
COPY deploy deploy
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --system --create-home habeas && mkdir /data && chown habeas /data
USER habeas
ENV HABEAS_HOME=/data
VOLUME /data
EXPOSE 8000
CMD ["habeas", "serve", "--host", "0.0.0.0", "--port", "8000"]
