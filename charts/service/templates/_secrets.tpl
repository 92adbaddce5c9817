{{/* Brings the secrets into the Secret `name`: one key per variable. Takes `root` and `name`. */}}
{{- define "service.externalSecretSpec" -}}
refreshInterval: {{ .root.Values.secretStore.refreshInterval }}
secretStoreRef:
  kind: {{ .root.Values.secretStore.kind }}
  name: {{ .root.Values.secretStore.name }}
target:
  name: {{ .name }}
  creationPolicy: Owner
  deletionPolicy: Retain
data:
  {{- range .root.Values.secrets }}
  - secretKey: {{ .env }}
    remoteRef:
      key: {{ .remote | quote }}
      {{- with .property }}
      property: {{ . | quote }}
      {{- end }}
  {{- end }}
{{- end -}}
